/** The county's figures: one line a centre, matter or village, each figure with the cases behind it. */
import type { FigureLine, FigureTable } from '../../shared/api/county.ts';
import { firstMissingNotice } from '../../shared/calendar/calendar.ts';
import { type ConsoleFigure, consoleFigures, figureDays, percent } from '../../shared/case/figures.ts';
import type { LocalDate, PlaceCode } from '../../shared/base/brands.ts';
import { figureCounts } from '../../store/projection/figures.ts';
import type { ConsoleDesk } from './desk.ts';

const COLUMNS = consoleFigures('sheet');

export interface FigureInput {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly by: FigureTable['by'];
  readonly centre?: PlaceCode | undefined;
}

type Counts = Readonly<Record<ConsoleFigure, number>>;

const ZERO = Object.fromEntries(COLUMNS.map((name) => [name, 0])) as Counts;
const sum = (one: Counts, other: Counts): Counts =>
  Object.fromEntries(COLUMNS.map((name) => [name, one[name] + other[name]])) as Counts;
const line = (key: string, name: string, figures: Counts): FigureLine => ({
  key,
  name,
  figures,
  rate: percent(figures.concluded, figures.received),
});

/** Lines that are there even with nothing in them: every centre is asked about, villages and matters only when they have cases. */
function keysToShow({ places }: ConsoleDesk, { by, centre }: FigureInput): readonly string[] {
  if (by !== 'centre') return [];
  return places.all
    .filter((each) => each.kind === 'centre' && (centre ?? each.code) === each.code)
    .map(({ code }) => code);
}

function nameOf(desk: ConsoleDesk, by: FigureTable['by'], key: string): string {
  if (key === '') return by === 'village' ? '窗口直接受理' : '未归属';
  return by === 'matter' ? desk.matterName(key) : desk.places.nameOf(key);
}

export function figureTable(desk: ConsoleDesk, input: FigureInput): FigureTable {
  const { from, to, by, centre } = input;
  const counted = figureCounts(desk.file, { from, to, today: desk.today(), by, centre, figures: COLUMNS });
  const byKey = new Map<string, Counts>(keysToShow(desk, input).map((key) => [key, ZERO]));
  for (const { key, figures } of counted) byKey.set(key, figures);
  const lines = [...byKey]
    .filter(([key, figures]) =>
      by === 'centre'
        ? key !== '' || COLUMNS.some((name) => figures[name] > 0)
        : COLUMNS.some((name) => figures[name] > 0),
    )
    .map(([key, figures]) => line(key, nameOf(desk, by, key), figures))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  const total = lines.reduce((all, each) => sum(all, each.figures), ZERO);
  // Days after the period, or still to come, make nothing overdue in it.
  const noticeMissing = firstMissingNotice(desk.calendar, from, figureDays({ from, to, today: desk.today() }).until);
  return { from, to, by, lines, total: line('', '合计', total), noticeMissing };
}
