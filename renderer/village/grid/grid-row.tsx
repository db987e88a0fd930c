/** One slip: its number, its verdict in words, its cells, and below them what a person must look at. */
import { SLIP_COLUMNS } from '../../../shared/slips/slip-fields.ts';
import { memo } from 'react';
import type { DraftCells } from '../../../shared/slips/slip-fields.ts';
import type { Column, ColumnPlace } from './model/columns.ts';
import type { GridRow } from './model/grid-state.ts';
import type { Offer } from './model/offers.ts';
import { isBeingTyped, shownReasons } from './model/row-layout.ts';
import { RowReasons } from './row-reasons.tsx';
import { TEXTS } from '../texts.ts';

interface GridRowProps {
  readonly row: GridRow;
  readonly fresh: boolean;
  /** Number in the whole grid, from 1. */
  readonly number: number;
  readonly places: readonly ColumnPlace[];
  readonly lead: number;
  readonly top: number;
  readonly height: number;
  readonly line: number;
  /** Values a blank row would take over from above. */
  readonly ghosts: Partial<DraftCells> | null;
  readonly current: boolean;
  readonly onCell: (row: string, column: Column, edit: boolean) => void;
  readonly onTake: (row: string, offer: Offer) => void;
}

function verdictText(row: GridRow, blank: boolean, fresh: boolean): string {
  if (blank) return '';
  if (row.judgement === null || isBeingTyped(row, fresh)) return TEXTS.grid.checking;
  return TEXTS.grid.verdicts[row.judgement.verdict];
}

export const GridRowView = memo(function GridRowView(props: GridRowProps) {
  const { row, fresh, number, places, lead, ghosts, line, onCell, onTake } = props;
  const blank = ghosts !== null;
  const verdict = isBeingTyped(row, fresh) ? 'empty' : (row.judgement?.verdict ?? 'empty');
  const wrong = new Map(shownReasons(row, fresh).map((reason) => [reason.field, reason.message]));
  const origin = row.judgement?.origin;
  return (
    <div
      className="vg-row"
      role="row"
      tabIndex={-1}
      aria-rowindex={number}
      data-testid="grid-row"
      data-row={row.id}
      data-verdict={verdict}
      data-blank={blank || undefined}
      data-current={props.current || undefined}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
    >
      <div className="vg-lead" style={{ width: lead, height: line }}>
        <span
          className="vg-number bm-num"
          title={origin ? TEXTS.grid.importedFrom(origin.file, origin.row) : undefined}
        >
          {number}
        </span>
        <span className="vg-verdict" data-testid="verdict">
          {verdictText(row, blank, fresh)}
        </span>
      </div>
      {SLIP_COLUMNS.map(({ key }, index) => (
        <div
          key={key}
          role="gridcell"
          tabIndex={-1}
          className="vg-cell"
          data-testid={`cell-${key}`}
          data-carried={(blank && ghosts[key] !== undefined) || row.carried.includes(key) || undefined}
          data-wrong={wrong.has(key) || undefined}
          title={wrong.get(key) ?? (row.cells[key] || undefined)}
          style={{ left: places[index]?.left, width: places[index]?.width, height: line, lineHeight: `${line}px` }}
          onMouseDown={(event) => {
            event.preventDefault();
            onCell(row.id, key, false);
          }}
          onDoubleClick={() => onCell(row.id, key, true)}
        >
          {row.cells[key] || ghosts?.[key]}
        </div>
      ))}
      <RowReasons row={row} fresh={fresh} lead={lead} onTake={(offer) => onTake(row.id, offer)} />
    </div>
  );
});
