/** The grid itself: head, rows in sight, the text field over the current cell, and the strip of keys or matters below. */
import type { EarlierPerson } from '../../../shared/api/earlier-person.ts';
import { SLIP_COLUMNS, SLIP_FIELDS } from '../../../shared/slips/slip-fields.ts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { App } from 'antd';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { CellInput } from './cell-input.tsx';
import type { CellInputHandle } from './cell-input.tsx';
import { ghostCells } from './model/carry-down.ts';
import { columnIndex, placeColumns } from './model/columns.ts';
import type { Column } from './model/columns.ts';
import { GridRowView } from './grid-row.tsx';
import { indexOfRow, isBlank } from './model/grid-state.ts';
import type { GridRow } from './model/grid-state.ts';
import type { Command } from './model/keys.ts';
import { MatterStrip } from './matter-strip.tsx';
import { offersOf } from './model/offers.ts';
import type { Offer } from './model/offers.ts';
import { planPaste } from './model/paste-table.ts';
import { PersonStrip } from './person-strip.tsx';
import { CELL_LINE, rowHeight } from './model/row-layout.ts';
import { cellsOf, useEarlierPeople } from './use-earlier-people.ts';
import type { GridSession } from './use-grid.ts';
import { useMatterChoices } from './use-matter-choices.ts';
import type { MatterChoice } from './use-matter-choices.ts';
import { nextPending, visibleRows } from './model/visible.ts';
import { TEXTS } from '../texts.ts';
import './grid.css';

interface GridViewProps {
  readonly session: GridSession;
  /** Type size against the page's normal one. */
  readonly scale: number;
  /** True when no dialog lies over the grid: keys belong to it. */
  readonly active: boolean;
}

/** Size of the scrolling box, kept up as the window changes. */
function useSize(box: React.RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return size;
}

function KeyLegend() {
  return (
    <div className="vg-legend" data-testid="key-legend">
      {TEXTS.grid.keys.map(([key, means]) => (
        <span key={key}>
          <kbd>{key}</kbd> {means}
        </span>
      ))}
      <span className="vg-carried-hint">{TEXTS.grid.carriedHint}</span>
    </div>
  );
}

export function GridView({ session, scale, active }: GridViewProps) {
  const { state, dispatch, take } = session;
  const { message } = App.useApp();
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<CellInputHandle>(null);
  const { width, height } = useSize(box);
  const { lead, places, total } = useMemo(() => placeColumns(width, scale), [width, scale]);
  const rows = visibleRows(state);
  const line = Math.round(CELL_LINE * scale);
  const { fresh } = state;
  const heightOf = useCallback(
    (row: GridRow | undefined) => Math.round((row ? rowHeight(row, row.id === fresh) : CELL_LINE) * scale),
    [scale, fresh],
  );
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
    // The head of the table lies in the same scrolling box.
    scrollPaddingEnd: line,
  });
  const heights = rows.map((row) => heightOf(row)).join();
  useLayoutEffect(() => virtual.measure(), [heights, virtual]);
  const at = Math.max(0, indexOfRow(rows, state.cursor.row));
  const grown = heightOf(rows[at]);
  const top = rows.slice(0, at).reduce((sum, row) => sum + heightOf(row), 0);
  // Also when rows above grew by what the check said of them, or a banner made the box smaller.
  useEffect(() => virtual.scrollToIndex(at), [at, grown, top, height, virtual, state.cursor.row]);

  // The keyboard never gets lost: whatever moved the cursor, and when a dialog has closed, the next key is typed into the cell.
  useEffect(() => {
    if (!active) return undefined;
    const timer = setTimeout(() => input.current?.focus(), 0);
    return () => clearTimeout(timer);
  }, [active, state.cursor]);

  const current = rows[at];
  const place = places[columnIndex(state.cursor.column)] ?? { left: 0, width: 0 };
  const choices = useMatterChoices(state);
  const numbers = useMemo(() => new Map(state.rows.map((row, index) => [row.id, index + 1])), [state.rows]);

  const choose = (choice: MatterChoice | undefined) => {
    if (choice === undefined || current === undefined) return;
    dispatch({ do: 'set', row: current.id, column: 'matter', text: choice.name });
    dispatch({ do: 'move', move: 'enter' });
    // Said at the moment of choice, so that the papers go back while the villager is still there (WORKFLOWS (b)).
    if (!choice.proxyable)
      void message.warning({ content: TEXTS.matters.refused(choice.name), duration: 8, key: 'refused' });
  };
  const people = useEarlierPeople(state);
  const choosePerson = (earlier: EarlierPerson | undefined) => {
    if (earlier === undefined || current === undefined) return;
    dispatch({ do: 'fill', row: current.id, column: 'idNumber', cells: cellsOf(current, earlier) });
    dispatch({ do: 'move', move: 'enter' });
  };
  const takeOf = (row: GridRow | undefined, offer: Offer | undefined) => {
    if (row !== undefined && offer !== undefined) void take(row.id, offer);
  };
  const goNextPending = () => {
    dispatch({ do: 'commit' });
    if (nextPending(state) === null) void message.success(TEXTS.grid.noProblem);
    else dispatch({ do: 'next-pending' });
  };
  const onCommand = (command: Command) => {
    switch (command.kind) {
      case 'grid':
        dispatch(command.action);
        if (command.action.do === 'remove-row') void message.info(TEXTS.grid.removed);
        break;
      case 'choose':
        choose(choices.list[command.index]);
        break;
      case 'offer':
        if (people.length > 0) choosePerson(people[command.index]);
        else takeOf(current, current && offersOf(current)[command.index]);
        break;
      case 'confirm':
        takeOf(current, current && offersOf(current).find((offer) => offer.kind === 'confirm'));
        break;
      case 'filter':
        dispatch({ do: 'filter', problemsOnly: !state.problemsOnly });
        break;
      case 'next-pending':
        goNextPending();
        break;
    }
  };
  const onPasteTable = (text: string) => {
    const plan = planPaste(text, state.cursor.column);
    if (plan.ok) {
      dispatch({ do: 'paste', rows: plan.rows });
      void message.success(TEXTS.grid.pasted(plan.rows.length, plan.headed));
    } else void message.error({ content: TEXTS.grid.pasteProblems[plan.problem], duration: 6 });
  };
  const onCell = useCallback(
    (row: string, column: Column, edit: boolean) => {
      dispatch({ do: 'goto', row, column });
      if (edit) dispatch({ do: 'edit' });
      input.current?.focus();
    },
    [dispatch],
  );
  const onTake = (row: string, offer: Offer) => {
    void take(row, offer);
    input.current?.focus();
  };

  return (
    <div className="vg-frame">
      <div className="vg-scroll" ref={box} role="grid" aria-rowcount={state.rows.length} data-testid="grid">
        <div className="vg-head" role="row" style={{ width: total, height: line }}>
          <span className="vg-lead" style={{ width: lead }}>
            <span className="vg-number">{SLIP_FIELDS.serial.label}</span>
            <span className="vg-verdict">{TEXTS.grid.verdict}</span>
          </span>
          {SLIP_COLUMNS.map(({ key, label }, index) => (
            <span
              key={key}
              role="columnheader"
              data-current={key === state.cursor.column || undefined}
              style={{ left: places[index]?.left, width: places[index]?.width }}
            >
              {label}
            </span>
          ))}
        </div>
        <div className="vg-space" style={{ height: virtual.getTotalSize(), width: total }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const index = (numbers.get(row.id) ?? 1) - 1;
            return (
              <GridRowView
                key={row.id}
                row={row}
                fresh={row.id === fresh}
                number={index + 1}
                places={places}
                lead={lead}
                top={item.start}
                height={heightOf(row)}
                line={line}
                ghosts={isBlank(row) ? ghostCells(state.rows, index) : null}
                current={row.id === state.cursor.row}
                onCell={onCell}
                onTake={onTake}
              />
            );
          })}
          {current && (
            <CellInput
              ref={input}
              place={{ left: place.left, top, width: place.width, height: line }}
              row={numbers.get(current.id) ?? 1}
              column={state.cursor.column}
              text={state.editing?.text ?? null}
              cellText={current.cells[state.cursor.column]}
              choices={choices.list.length}
              onCommand={onCommand}
              onType={(text) => dispatch({ do: 'type', text })}
              onLeave={() => dispatch({ do: 'commit' })}
              onPasteTable={onPasteTable}
            />
          )}
        </div>
      </div>
      <div className="vg-foot">
        {state.cursor.column === 'matter' ? (
          <MatterStrip choices={choices} onChoose={choose} />
        ) : people.length > 0 ? (
          <PersonStrip people={people} onChoose={choosePerson} />
        ) : (
          <KeyLegend />
        )}
      </div>
    </div>
  );
}
