/** The table of figures: sortable heads, a button in every cell, a bar beside the rate, the total always in sight. */
import type { FigureLine } from '../../shared/api/county.ts';
import { CONSOLE_FIGURES, consoleFigures, percent } from '../../shared/case/figures.ts';
import type { ConsoleFigure } from '../../shared/case/figures.ts';
import type { Sort, SortKey } from './figure-lines.ts';
import { TEXTS } from './texts.ts';

/** Which figures: of the work itself, or of how people rated it. */
export type FigureView = 'page' | 'ratings';

interface FigureGridProps {
  readonly view: FigureView;
  readonly name: string;
  readonly lines: readonly FigureLine[];
  /** The small print behind a line's name, by the line's key. */
  readonly hints: ReadonlyMap<string, string>;
  readonly total: FigureLine;
  readonly stale: boolean;
  readonly sort: Sort | null;
  readonly onSort: (key: SortKey) => void;
  readonly onOpen: (line: FigureLine, figure: ConsoleFigure) => void;
}

const words = TEXTS.figures;
/** The rate stands beside what it is made of. */
const COLUMNS: Readonly<Record<FigureView, readonly (ConsoleFigure | 'rate')[]>> = {
  page: consoleFigures('page').flatMap((name) => (name === 'concluded' ? [name, 'rate'] : [name])),
  ratings: consoleFigures('ratings'),
};

const labelOf = (key: SortKey, name: string): string =>
  key === 'name' ? name : key === 'rate' ? words.rate : CONSOLE_FIGURES[key].label;

export function FigureGrid({ view, name, lines, hints, total, stale, sort, onSort, onOpen }: FigureGridProps) {
  const columns = COLUMNS[view];
  return (
    <div className="cc-scroll" data-stale={stale || undefined}>
      <table className="cc-table" data-view={view} data-testid="figure-table">
        <thead>
          <tr>
            {(['name', ...columns] as const).map((key) => (
              <th
                key={key}
                aria-sort={sort?.key === key ? (sort.down ? 'descending' : 'ascending') : 'none'}
                data-key={key}
              >
                <button
                  type="button"
                  title={words.sortBy(labelOf(key, name))}
                  onClick={() => onSort(key)}
                  data-testid={`sort-${key}`}
                >
                  {labelOf(key, name)}
                  <span aria-hidden="true" className="cc-sort">
                    {sort?.key === key ? (sort.down ? '▼' : '▲') : ''}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.key} view={view} line={line} hint={hints.get(line.key)} onOpen={onOpen} />
          ))}
          {lines.length === 0 && (
            <tr>
              <td colSpan={columns.length + 1} className="bm-quiet">
                {words.noLines}
              </td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <Line view={view} line={{ ...total, name: words.total }} onOpen={onOpen} isTotal />
        </tfoot>
      </table>
    </div>
  );
}

interface LineProps {
  readonly view: FigureView;
  readonly line: FigureLine;
  readonly hint?: string | undefined;
  readonly onOpen: FigureGridProps['onOpen'];
  readonly isTotal?: boolean;
}

function Line({ view, line, hint, onOpen, isTotal = false }: LineProps) {
  return (
    <tr data-testid={isTotal ? 'figure-total' : 'figure-line'} data-key={line.key}>
      <th scope="row">
        {line.name}
        {hint !== undefined && <span className="cc-hint">{hint}</span>}
      </th>
      {COLUMNS[view].map((key) =>
        key === 'rate' ? (
          <td key={key} data-testid="figure-rate" data-rate={line.rate ?? ''}>
            <Rate rate={line.rate} />
          </td>
        ) : (
          <td key={key} data-testid={`figure-${key}`}>
            <button
              type="button"
              className="cc-figure bm-num"
              data-alarm={(CONSOLE_FIGURES[key].alarms && line.figures[key] > 0) || undefined}
              aria-label={words.open(line.name, CONSOLE_FIGURES[key].label, line.figures[key])}
              disabled={line.figures[key] === 0}
              onClick={() => onOpen(line, key)}
            >
              {line.figures[key]}
            </button>
            {view === 'ratings' && <Share line={line} figure={key} />}
          </td>
        ),
      )}
    </tr>
  );
}

/** What part it is of the figure that it is told as a share of; a dash where that one is nought. */
function Share({ line, figure }: { readonly line: FigureLine; readonly figure: ConsoleFigure }) {
  const { share } = CONSOLE_FIGURES[figure];
  if (share === undefined) return null;
  const part = percent(line.figures[figure], line.figures[share]);
  return (
    <span className="cc-share bm-num" data-testid={`share-${figure}`}>
      {part === null ? words.none : `${part} %`}
    </span>
  );
}

/** 96.58 % with a bar of that length; a dash where nothing was received. */
function Rate({ rate }: { readonly rate: string | null }) {
  if (rate === null) return <span className="bm-quiet">{words.none}</span>;
  return (
    <span className="cc-rate">
      <span className="cc-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, Number(rate))}%` }} />
      </span>
      <span className="bm-num">{rate} %</span>
    </span>
  );
}
