/** The county's figures for a period, by centre, matter or village. Every figure opens its list of cases. */
import { Alert, Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import type { FigureLine, FigureTable } from '../../shared/api/county.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { CONSOLE_FIGURES } from '../../shared/case/figures.ts';
import type { ConsoleFigure } from '../../shared/case/figures.ts';
import { DateField } from '../components/date-field.tsx';
import { SearchField } from '../components/search-field.tsx';
import { EmptyNote, Loaded } from '../components/notes.tsx';
import { CaseDrawer } from './case-drawer.tsx';
import type { OpenFigure } from './case-drawer.tsx';
import { useAction, useAnswer } from './county-hooks.ts';
import { download } from '../components/download.ts';
import { filterLines, nextSort, sortLines } from './figure-lines.ts';
import type { Sort } from './figure-lines.ts';
import { FigureGrid } from './figure-grid.tsx';
import type { FigureView } from './figure-grid.tsx';
import { periodOf } from './periods.ts';
import type { Place } from './place-search.ts';
import type { Period, PeriodName } from './periods.ts';
import { TEXTS } from './texts.ts';

const words = TEXTS.figures;
type By = FigureTable['by'];
type Choice = PeriodName | 'custom';

const options = <K extends string>(labels: Readonly<Record<K, string>>) =>
  (Object.keys(labels) as K[]).map((value) => ({ value, label: labels[value] }));

export function FiguresView({ today }: { readonly today: LocalDate }) {
  const [by, setBy] = useState<By>('centre');
  const [view, setView] = useState<FigureView>('page');
  const [choice, setChoice] = useState<Choice>('year');
  const [own, setOwn] = useState<{ readonly from: LocalDate | null; readonly to: LocalDate | null }>(() =>
    periodOf('year', today),
  );
  const period = choice === 'custom' ? readPeriod(own) : periodOf(choice, today);
  const choose = (next: Choice) => {
    // The own period begins with the one that was on the screen.
    if (next === 'custom' && period !== null) setOwn(period);
    setChoice(next);
  };
  return (
    <section className="cc-figures" data-testid="figures">
      <div className="cc-tools">
        <Segmented options={options(words.views)} value={view} onChange={setView} data-testid="figures-view" />
        <Segmented options={options(words.by)} value={by} onChange={setBy} data-testid="figures-by" />
        <Segmented options={options(words.periods)} value={choice} onChange={choose} data-testid="figures-period" />
        {choice === 'custom' && (
          <span className="cc-own">
            <DateField
              label={words.from}
              value={own.from}
              today={today}
              onChange={(from) => setOwn({ ...own, from })}
              testId="period-from"
            />
            {words.to}
            <DateField
              label={words.to}
              value={own.to}
              today={today}
              onChange={(to) => setOwn({ ...own, to })}
              testId="period-to"
            />
          </span>
        )}
      </div>
      {period === null ? (
        <Alert type="warning" showIcon title={words.wrongOrder} />
      ) : (
        <Figures key={`${by} ${view}`} by={by} view={view} period={period} />
      )}
    </section>
  );
}

function readPeriod({ from, to }: { readonly from: LocalDate | null; readonly to: LocalDate | null }): Period | null {
  return from !== null && to !== null && from <= to ? { from, to } : null;
}

interface FiguresProps {
  readonly by: By;
  readonly view: FigureView;
  readonly period: Period;
}

function Figures({ by, view, period }: FiguresProps) {
  const table = useAnswer('county.figures', { ...period, by }, { keepPrevious: true });
  // Seven names of villages repeat in the county (STANDARDS §10), so a village stands with its centre.
  const places = useAnswer('county.places', {}, { when: by === 'village' });
  const hints = useMemo(() => centresOf(places.data ?? []), [places.data]);
  const exporting = useAction('county.export', { done: (file) => words.exported(file.rows) });
  const missing = table.data?.noticeMissing ?? null;
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<Sort | null>(null);
  const [open, setOpen] = useState<OpenFigure | null>(null);
  const onExport = async () => {
    const file = await exporting.run({ ...period, by });
    if (file !== null) download(file);
  };
  const onOpen = (line: FigureLine, figure: ConsoleFigure) => {
    const only = onlyOf(by, line);
    const name = Object.keys(only).length === 0 ? words.whole : line.name;
    setOpen({ title: TEXTS.cases.title(name, CONSOLE_FIGURES[figure].label), figure, period, only });
  };
  return (
    <>
      <div className="cc-tools">
        <SearchField
          className="cc-filter"
          placeholder={words.filter}
          value={filter}
          onChange={setFilter}
          testId="figures-filter"
        />
        <span className="bm-num" data-testid="figures-range">
          {TEXTS.cases.period(period.from, period.to)}
        </span>
        <span className="bm-quiet">{words.hints[view]}</span>
        {missing !== null && (
          <span className="bm-quiet" data-testid="figures-estimated">
            {words.estimated(missing)}
          </span>
        )}
        <Button
          className="cc-right"
          loading={exporting.busy}
          onClick={() => void onExport()}
          data-testid="figures-export"
        >
          {words.export}
        </Button>
      </div>
      <Loaded answer={table} lines={12}>
        {(found) =>
          found.lines.length === 0 ? (
            <EmptyNote text={words.empty} />
          ) : (
            <FigureGrid
              view={view}
              name={words.names[by]}
              lines={sortLines(filterLines(found.lines, filter, hints), sort)}
              hints={hints}
              total={found.total}
              stale={table.isPlaceholderData}
              sort={sort}
              onSort={(key) => setSort(nextSort(sort, key))}
              onOpen={onOpen}
            />
          )
        }
      </Loaded>
      {open !== null && <CaseDrawer open={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function centresOf(places: readonly Place[]): ReadonlyMap<string, string> {
  const names = new Map(places.map(({ code, name }) => [code, name]));
  return new Map(
    places.flatMap(({ code, name, centre }) => {
      const behind = centre === null ? '' : (names.get(centre) ?? '');
      // Where the village's name begins with its township already, nothing is said twice.
      const told = behind === '' || name.startsWith(behind.replace(/便民服务中心$/u, ''));
      return told ? [] : [[code, behind] as const];
    }),
  );
}

/** The total line stands for no place of its own. */
function onlyOf(by: By, line: FigureLine): OpenFigure['only'] {
  return line.key === 'total' || line.key === '' ? {} : { [by]: line.key };
}
