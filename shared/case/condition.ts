/** Conditions on the row of a case as data: lists and figures are made of them, and the store turns them into SQL. */

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

type Operand<Column extends string, Day extends string> =
  | { readonly value: string | number | boolean }
  | { readonly day: Day }
  | { readonly column: Column };

/** As in SQL, a comparison with none is not true. Days compare as text. `Day` names a day that the question brings along. */
export type Condition<Column extends string, Day extends string> =
  | { readonly column: Column; readonly op: 'is null' | 'is not null' }
  | { readonly column: Column; readonly op: Operator; readonly than: Operand<Column, Day> }
  | { readonly column: Column; readonly op: 'in' | 'not in'; readonly values: readonly string[] };

interface ConditionMakers<Column extends string, Day extends string> {
  is(column: Column, value: string | number | boolean): Condition<Column, Day>;
  none(column: Column): Condition<Column, Day>;
  some(column: Column): Condition<Column, Day>;
  day(column: Column, op: '=' | '<' | '<=' | '>' | '>=', than: Day): Condition<Column, Day>;
}

/** The common conditions on rows of those columns, where the question brings those days along. */
export const conditionsOn = <Column extends string, Day extends string>(): ConditionMakers<Column, Day> => ({
  is: (column, value) => ({ column, op: '=', than: { value } }),
  none: (column) => ({ column, op: 'is null' }),
  some: (column) => ({ column, op: 'is not null' }),
  day: (column, op, than) => ({ column, op, than: { day: than } }),
});
