/** The columns of the slip grid as data: what they are called, how wide they are, what carries down, where Enter stops. */
import type { DraftCells } from '../../../shared/api/rows.ts';

export type Column = keyof DraftCells;

export interface ColumnSpec {
  readonly key: Column;
  readonly label: string;
  /** Least width in pixels at the page's normal type size. */
  readonly width: number;
  /** Its share of the width that is left over. */
  readonly grows: number;
  /** The agent does the same matter for many people on one day: these repeat from the row above (WORKFLOWS (b), step 1). */
  readonly carries: boolean;
  /** Enter stops here; Tab and the arrows stop everywhere. */
  readonly onEnter: boolean;
}

export const COLUMNS: readonly ColumnSpec[] = [
  {
    key: 'date',
    label: '日期',
    width: 118,
    grows: 0,
    carries: true,
    onEnter: true,
  },
  {
    key: 'name',
    label: '姓名',
    width: 96,
    grows: 1,
    carries: false,
    onEnter: true,
  },
  {
    key: 'idNumber',
    label: '身份证号',
    width: 204,
    grows: 0,
    carries: false,
    onEnter: true,
  },
  {
    key: 'group',
    label: '组别',
    width: 70,
    grows: 0,
    carries: true,
    onEnter: true,
  },
  {
    key: 'phone',
    label: '电话',
    width: 134,
    grows: 0,
    carries: false,
    onEnter: true,
  },
  {
    key: 'matter',
    label: '代办事项',
    width: 176,
    grows: 4,
    carries: true,
    onEnter: true,
  },
  {
    key: 'materials',
    label: '交来材料',
    width: 116,
    grows: 3,
    carries: true,
    onEnter: true,
  },
  { key: 'note', label: '备注', width: 90, grows: 2, carries: false, onEnter: false },
];

export const columnIndex = (key: Column): number => COLUMNS.findIndex((column) => column.key === key);
export const columnLabel = (key: Column): string => COLUMNS[columnIndex(key)]?.label ?? key;

/** Pixels before the first column: the number of the row and its verdict. */
const LEAD = 150;

export interface ColumnPlace {
  readonly left: number;
  readonly width: number;
}

/** Where each column lies in `available` pixels; `scale` is the type size against the normal one. Wider than available when it must be. */
export function placeColumns(
  available: number,
  scale: number,
): { readonly lead: number; readonly places: readonly ColumnPlace[]; readonly total: number } {
  const lead = Math.round(LEAD * scale);
  const least = COLUMNS.map(({ width }) => Math.round(width * scale));
  const spare = Math.max(0, available - lead - least.reduce((sum, width) => sum + width, 0));
  const shares = COLUMNS.reduce((sum, { grows }) => sum + grows, 0);
  let left = lead;
  const places = COLUMNS.map(({ grows }, index): ColumnPlace => {
    const place = { left, width: (least[index] ?? 0) + Math.floor((spare * grows) / shares) };
    left += place.width;
    return place;
  });
  return { lead, places, total: left };
}
