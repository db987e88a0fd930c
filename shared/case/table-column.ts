/** How a column of a table that follows from the fold of a case is said: its name, how its value is kept, and where it comes from. */

/** Nothing in the tables is NULL: `none` is what stands for "none" in the column; null where there is always a value. */
export interface TableColumn<Of, Value> {
  readonly name: string;
  readonly kind: 'text' | 'flag' | 'number';
  readonly none: '' | -1 | null;
  readonly of: (of: Of) => Value;
}

export type TableColumns<Of> = Readonly<Record<string, TableColumn<Of, string | number | boolean | null>>>;

/** What a row of such columns says, by their keys. */
export type ValuesOf<C> = { readonly [K in keyof C]: C[K] extends TableColumn<never, infer Value> ? Value : never };

interface ColumnMakers<Of> {
  text<V extends string>(name: string, of: (of: Of) => V): TableColumn<Of, V>;
  optionalText<V extends string>(name: string, of: (of: Of) => V | null): TableColumn<Of, V | null>;
  flag(name: string, of: (of: Of) => boolean): TableColumn<Of, boolean>;
  number(name: string, of: (of: Of) => number): TableColumn<Of, number>;
  optionalNumber(name: string, of: (of: Of) => number | null): TableColumn<Of, number | null>;
}

/** The ways to say a column that comes from an `Of`. An optional text is never '', an optional number never -1: those stand for none. */
export const columnsOf = <Of>(): ColumnMakers<Of> => ({
  text: (name, of) => ({ name, kind: 'text', none: null, of }),
  optionalText: (name, of) => ({ name, kind: 'text', none: '', of }),
  flag: (name, of) => ({ name, kind: 'flag', none: null, of }),
  number: (name, of) => ({ name, kind: 'number', none: null, of }),
  optionalNumber: (name, of) => ({ name, kind: 'number', none: -1, of }),
});
