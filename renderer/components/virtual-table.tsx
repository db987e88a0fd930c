/** A list of any length: only the rows in sight are in the document, further pages are asked for while scrolling. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button, Checkbox } from 'antd';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Rows } from '../app/hooks.tsx';
import { useLargeText } from '../app/large-text.ts';
import { fitColumns } from './fit-columns.ts';
import type { FittedColumn } from './fit-columns.ts';
import { rowAfterKey } from './list-keys.ts';
import { EmptyNote, ErrorNote, LoadingNote } from './notes.tsx';
import { TEXTS } from './texts.ts';
import './components.css';

export interface Column<T> extends FittedColumn {
  readonly key: string;
  readonly title: string;
  readonly align?: 'end';
  readonly cell: (row: T) => ReactNode;
}

interface Selection {
  readonly keys: ReadonlySet<string>;
  readonly change: (keys: ReadonlySet<string>) => void;
}

interface VirtualTableProps<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: Rows<T>;
  readonly rowKey: (row: T) => string;
  readonly onOpen?: (row: T) => void;
  /** Further keys on the current row, e.g. space to select. Returns true when it took the key. */
  readonly onRowKey?: (event: KeyboardEvent, row: T) => boolean;
  readonly selection?: Selection;
  readonly empty: string;
  /** Keys work at once when the list appears, unless the clerk is typing elsewhere. */
  readonly takeFocus?: boolean;
  readonly testId?: string;
}

const isTyping = () => /^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '');

/** The box in which rows are chosen, rem; with the gap to the first column. */
const MARK = { track: '2.5rem ', room: 3.25 } as const;

/** A ref for the list, and its width in rem: in large text the same pixels hold less. All there is until it is measured. */
function useRoom(): readonly [(list: HTMLElement | null) => (() => void) | undefined, number] {
  const large = useLargeText();
  const [room, setRoom] = useState(Infinity);
  const measured = useCallback(
    (list: HTMLElement | null) => {
      if (list === null) return undefined;
      const measure = () =>
        setRoom(list.clientWidth / Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
      measure();
      const observer = new ResizeObserver(measure);
      observer.observe(list);
      return () => observer.disconnect();
    },
    // The letters' size is not told by an observer of the list.
    // oxlint-disable-next-line react/exhaustive-deps
    [large],
  );
  return [measured, room];
}

const ROW_PX = { normal: 38, large: 48 } as const;
/** Ask for the next page when so many rows are left below. */
const AHEAD = 20;

/** Up, down, page and end keys move the current row; Enter opens it; space marks it where rows can be chosen. */
export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const { rows, rowKey, onOpen, selection, empty, label, testId = 'table' } = props;
  const large = useLargeText();
  const [list, room] = useRoom();
  const columns = fitColumns(props.columns, room, selection ? MARK.room : 0);
  const height = large ? ROW_PX.large : ROW_PX.normal;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const count = rows.rows.length;
  const at = Math.min(current, Math.max(0, count - 1));
  // The rule is for the React compiler, which is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: count + (rows.hasMore ? 1 : 0),
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 8,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasMore, loadMore } = rows;
  const ready = count > 0;
  const { takeFocus = false } = props;
  useEffect(() => {
    if (takeFocus && ready && !isTyping()) box.current?.focus();
  }, [takeFocus, ready]);
  useEffect(() => {
    if (hasMore && last >= count - AHEAD) loadMore();
  }, [hasMore, last, count, loadMore]);

  const toggle = (row: T) => {
    if (!selection) return;
    const keys = new Set(selection.keys);
    if (!keys.delete(rowKey(row))) keys.add(rowKey(row));
    selection.change(keys);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const row = rows.rows[at];
    const next = rowAfterKey(
      event.key,
      at,
      count,
      Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / height) - 2),
    );
    if (next !== null) {
      setCurrent(next);
      virtual.scrollToIndex(next);
    } else if (row === undefined) return;
    else if (props.onRowKey?.(event, row)) event.stopPropagation();
    else if (event.key === 'Enter') onOpen?.(row);
    else if (event.key === ' ' && selection) toggle(row);
    else return;
    event.preventDefault();
  };

  if (rows.loading) return <LoadingNote lines={8} />;
  if (rows.error !== null && count === 0) return <ErrorNote error={rows.error} onRetry={rows.retry} />;
  if (count === 0) return <EmptyNote text={empty} />;
  const template = `${selection ? MARK.track : ''}${columns.map((column) => column.width).join(' ')}`;
  const allMarked = selection !== undefined && rows.rows.every((row) => selection.keys.has(rowKey(row)));
  return (
    <div ref={list} className="bm-table" data-stale={rows.stale || undefined}>
      {rows.error !== null && <ErrorNote error={rows.error} onRetry={rows.retry} />}
      <div className="bm-table-head" style={{ gridTemplateColumns: template }} aria-hidden="true">
        {selection && (
          <Checkbox
            checked={allMarked}
            tabIndex={-1}
            title={TEXTS.selectAll}
            data-testid="select-all"
            onChange={() => selection.change(allMarked ? new Set() : new Set(rows.rows.map(rowKey)))}
          />
        )}
        {columns.map((column) => (
          <span key={column.key} data-align={column.align}>
            {column.title}
          </span>
        ))}
      </div>
      <div
        ref={box}
        className="bm-table-body"
        role="listbox"
        aria-label={label}
        aria-activedescendant={`${id}-${at}`}
        aria-multiselectable={selection !== undefined}
        tabIndex={0}
        data-testid={testId}
        onKeyDown={onKeyDown}
      >
        <div className="bm-table-space" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows.rows[item.index];
            const style = { transform: `translateY(${item.start}px)`, height, gridTemplateColumns: template };
            if (row === undefined)
              return (
                <div key="more" className="bm-table-row bm-quiet" style={style}>
                  <span className="bm-table-wide">{TEXTS.more}</span>
                </div>
              );
            const key = rowKey(row);
            const marked = selection?.keys.has(key) ?? false;
            return (
              <div
                key={key}
                id={`${id}-${item.index}`}
                role="option"
                tabIndex={-1}
                className="bm-table-row"
                style={style}
                aria-selected={selection ? marked : item.index === at}
                data-current={item.index === at || undefined}
                data-marked={marked || undefined}
                data-testid="row"
                data-key={key}
                onMouseDown={() => setCurrent(item.index)}
                onClick={() => onOpen?.(row)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row);
                }}
              >
                {selection && (
                  <Checkbox
                    checked={marked}
                    tabIndex={-1}
                    aria-label={TEXTS.selectRow}
                    onClick={(event) => event.stopPropagation()}
                    onChange={() => toggle(row)}
                  />
                )}
                {columns.map((column) => (
                  <span key={column.key} data-align={column.align} className="bm-table-cell">
                    {column.cell(row)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      <div className="bm-table-foot bm-quiet bm-num" data-testid="table-count">
        {rows.total === null ? TEXTS.shown(count) : TEXTS.total(rows.total)}{' '}
        {rows.changed && (
          <Button size="small" onClick={rows.restart} data-testid="table-changed">
            {TEXTS.changed}
          </Button>
        )}
      </div>
    </div>
  );
}
