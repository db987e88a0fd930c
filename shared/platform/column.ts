/** How a column of the national case tables is said: its name there, what it is, how long it may be, and which of our fields it comes from. */

/** A field of an event as `type.field`, of the registration as `person.…`, `terms.…`, `material.…` or `registration.…`; or of the event itself as `event.…`. */
type SourceName = string;

export interface PlatformColumn<Of> {
  /** As the national tables spell it, faults included (`applyer`, `cetr`). */
  readonly name: string;
  readonly label: string;
  /** Characters at most. */
  readonly max: number;
  /** Our fields; or why there is none and the column stays empty. */
  readonly from: readonly SourceName[] | { readonly none: string };
  readonly of: (of: Of) => string | null;
}

export interface PlatformTable<Of> {
  /** As the national tables call it. */
  readonly name: string;
  readonly label: string;
  readonly columns: readonly PlatformColumn<Of>[];
}

interface Said<Of> {
  readonly label: string;
  readonly max: number;
  readonly from: readonly SourceName[];
  readonly of: (of: Of) => string | null;
}

export const columnsFor = <Of>() => ({
  /** A column that is filled. */
  column: (name: string, { label, max, from, of }: Said<Of>): PlatformColumn<Of> => ({ name, label, max, from, of }),
  /** A column that stays empty, and why. */
  empty: (name: string, label: string, max: number, none: string): PlatformColumn<Of> => ({
    name,
    label,
    max,
    from: { none },
    of: () => null,
  }),
});

/** The same in every table, before its own: which row it is, what is to be done with it, and when it was said. */
export const COMMON_COLUMNS = [
  { name: 'row_guid', label: '行标识：事件的编号，永不改变', max: 64 },
  { name: 'cd_operation', label: '操作：I 新增，U 更正，D 撤回', max: 1 },
  { name: 'cd_batch', label: '批次', max: 50 },
  { name: 'cd_time', label: '导出时间，北京时间', max: 19 },
  { name: 'data_source', label: '来源：本机构区划代码', max: 12 },
  { name: 'dataver', label: '数据版本：第一次为 1，每次更正加 1', max: 6 },
] as const;
