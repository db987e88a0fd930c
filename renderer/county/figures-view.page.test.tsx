/** The county's figures over a hub with the work of several centres. */
import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, type } from '../../test/pages/page/keys.ts';
import { sampleCounty } from '../../test/pages/page/page.tsx';
import type { FigureLine } from '../../shared/api/county.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { percent } from '../../shared/case/figures.ts';
import { FiguresView } from './figures-view.tsx';
import { TEXTS } from './texts.ts';

const county = sampleCounty();
const TODAY = '2026-11-24' as LocalDate;
const YEAR = { from: '2026-01-01' as LocalDate, to: '2026-12-31' as LocalDate };

let lines: readonly FigureLine[];

const names = () =>
  page
    .getByTestId('figure-line')
    .elements()
    .map((line) => line.querySelector('th')?.textContent);
const figures = (key: string) =>
  page
    .getByTestId('figure-line')
    .elements()
    .map((line) => Number(line.querySelector(`[data-testid="figure-${key}"]`)?.textContent));
const sorted = (key: string) => document.querySelector(`th[data-key="${key}"]`)?.getAttribute('aria-sort');

beforeEach(async () => {
  lines = (await county.service['county.figures']({ ...YEAR, by: 'centre' })).lines;
  county.show(<FiguresView today={TODAY} />);
  await expect.element(page.getByTestId('figure-total')).toBeVisible();
});

it('shows a line for every centre and the sum of them below', async () => {
  expect(names()).toEqual(lines.map(({ name }) => name));
  const sum = lines.reduce((total, line) => total + line.figures.received, 0);
  await expect.element(page.getByTestId('figure-total').getByTestId('figure-received')).toHaveTextContent(String(sum));
  expect(sum).toBeGreaterThan(0);
});

it('sorts by a figure from the largest down, and turns round when its head is pressed again', async () => {
  await userEvent.click(page.getByTestId('sort-received'));
  await expect.poll(() => sorted('received')).toBe('descending');
  expect(figures('received')).toEqual(figures('received').toSorted((a, b) => b - a));
  await press('Enter');
  await expect.poll(() => sorted('received')).toBe('ascending');
  expect(figures('received')).toEqual(figures('received').toSorted((a, b) => a - b));
});

it('keeps the lines whose name has what is typed, and all of them when it is cleared', async () => {
  const { name } = lines[0] as FigureLine;
  await userEvent.click(page.getByTestId('figures-filter'));
  await type(name.slice(0, 3));
  await expect.poll(names).toEqual(lines.map((line) => line.name).filter((each) => each.includes(name.slice(0, 3))));
  await type('没有这个地方');
  await expect.element(page.getByText(TEXTS.figures.noLines)).toBeVisible();
  await userEvent.clear(page.getByTestId('figures-filter'));
  await expect.poll(() => names().length).toBe(lines.length);
});

it('opens the cases behind a figure, as many as it says, and Escape goes back to the figures', async () => {
  const busy = lines.toSorted((a, b) => b.figures.received - a.figures.received)[0] as FigureLine;
  const line = document.querySelector(`[data-testid="figure-line"][data-key="${busy.key}"]`) as HTMLElement;
  await userEvent.click(page.elementLocator(line).getByTestId('figure-received').getByRole('button'));
  const drawer = page.getByRole('dialog');
  await expect.element(drawer.getByTestId('table-count')).toMatchTextContent(String(busy.figures.received));
  await press('Escape');
  await expect.element(drawer).not.toBeInTheDocument();
  await expect.element(page.getByTestId('figure-total')).toBeVisible();
});

it('leaves a figure of none unpressed', async () => {
  const quiet = page
    .getByTestId('figure-line')
    .elements()
    .flatMap((line) => [...line.querySelectorAll<HTMLButtonElement>('.cc-figure')])
    .filter((button) => button.textContent === '0');
  expect(quiet.length).toBeGreaterThan(0);
  expect(quiet.every((button) => button.disabled)).toBe(true);
});

it('tells how people rated the work, each figure with its share, and opens what is not rated', async () => {
  await userEvent.click(page.getByText(TEXTS.figures.views.ratings, { exact: true }));
  await expect.element(page.getByTestId('sort-rated')).toBeVisible();
  expect(page.getByTestId('sort-received').elements()).toEqual([]);
  const sum = (name: 'concluded' | 'rated' | 'ratedByDefault' | 'unanswered' | 'unasked' | 'ratingExcluded') =>
    lines.reduce((all, { figures: of }) => all + of[name], 0);
  expect(sum('rated') + sum('ratedByDefault') + sum('unanswered') + sum('unasked') + sum('ratingExcluded')).toBe(
    sum('concluded'),
  );
  const total = page.getByTestId('figure-total');
  await expect
    .element(total.getByTestId('share-unasked'))
    .toHaveTextContent(`${percent(sum('unasked'), sum('concluded'))} %`);
  await userEvent.click(total.getByTestId('figure-unasked').getByRole('button'));
  await expect.element(page.getByRole('dialog').getByTestId('table-count')).toMatchTextContent(String(sum('unasked')));
});

it('counts by matter, too, and the sum stays the same', async () => {
  const total = page.getByTestId('figure-total').getByTestId('figure-received');
  const before = String(total.element().textContent);
  await userEvent.click(page.getByText(TEXTS.figures.by.matter));
  await expect.element(page.getByTestId('sort-name')).toHaveTextContent(TEXTS.figures.names.matter);
  expect(names().some((name) => lines.some((line) => line.name === name))).toBe(false);
  await expect.element(total).toHaveTextContent(before);
});

it('takes days of its own, typed, and says when they are the wrong way round', async () => {
  await userEvent.click(page.getByText(TEXTS.figures.periods.custom));
  await userEvent.tripleClick(page.getByTestId('period-from'));
  await type('2026-11-01');
  await press('Tab');
  await expect.element(page.getByTestId('figures-range')).toMatchTextContent('2026-11-01');
  await userEvent.tripleClick(page.getByTestId('period-to'));
  await type('2026-10-01');
  await press('Tab');
  await expect.element(page.getByText(TEXTS.figures.wrongOrder)).toBeVisible();
});
