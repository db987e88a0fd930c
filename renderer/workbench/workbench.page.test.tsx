/** The township workbench by keys: the list, its rows, a case and back. */
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, pressAll, type } from '../../test/pages/page/keys.ts';
import { sampleSite } from '../../test/pages/page/page.tsx';
import type { CaseRow } from '../../shared/api/rows.ts';
import { CASE_LISTS } from '../../shared/case/case-lists.ts';
import { Shell } from '../app/shell.tsx';
import { Workbench } from './workbench.tsx';
import { WORKBENCH_TEXTS as T } from './texts.ts';

const site = sampleSite('centre');
const WIDE = [1366, 768] as const;

const table = () => page.getByTestId('cases');
const rowsShown = () => page.getByTestId('row').elements();
const current = () => document.querySelector('[data-testid="row"][data-current]')?.getAttribute('data-key');
const titles = () => [...document.querySelectorAll('.bm-table-head span')].map((each) => each.textContent);

let all: readonly CaseRow[];

beforeEach(async () => {
  await page.viewport(...WIDE);
  all = (await site.service['cases.list']({ list: 'open', limit: 200 })).rows;
  site.show((status) => (
    <Shell status={status}>
      <Workbench status={status} />
    </Shell>
  ));
  await expect.element(table()).toHaveFocus();
});

const keyAt = (index: number) => (all.at(index) as CaseRow).case;

describe('the list', () => {
  it('has the keyboard as soon as it is there, and its first row is the current one', async () => {
    await expect.poll(current).toBe(keyAt(0));
  });

  it('moves by arrow keys, and not beyond its ends', async () => {
    await pressAll('ArrowDown', 'ArrowDown', 'ArrowUp');
    await expect.poll(current).toBe(keyAt(1));
    await pressAll('ArrowUp', 'ArrowUp', 'ArrowUp');
    await expect.poll(current).toBe(keyAt(0));
  });

  it('goes to its end and back, with the current row in sight and the others out of the document', async () => {
    await press('End');
    await expect.poll(current).toBe(keyAt(-1));
    await expect.element(page.elementLocator(document.querySelector('[data-current]') as Element)).toBeInViewport();
    expect(rowsShown().length).toBeLessThan(all.length);
    await press('Home');
    await expect.poll(current).toBe(keyAt(0));
  });

  it('turns pages: PageDown and PageUp go the same way', async () => {
    await press('PageDown');
    await expect.poll(current).not.toBe(keyAt(0));
    await press('PageUp');
    await expect.poll(current).toBe(keyAt(0));
  });

  it('opens the current row by Enter, and Escape comes back to it', async () => {
    await pressAll('ArrowDown', 'ArrowDown', 'Enter');
    await expect.element(page.getByTestId('case-actions')).toBeVisible();
    await expect.element(page.getByText((all[2] as CaseRow).number).first()).toBeVisible();
    await press('Escape');
    await expect.element(table()).toHaveFocus();
    await expect.poll(current).toBe(keyAt(2));
  });

  it('gives up columns one after another on narrower screens, the name and the matter never', async () => {
    const wide = titles();
    await page.viewport(1024, 768);
    await expect.poll(() => titles().length).toBeLessThan(wide.length);
    const narrow = titles();
    expect(wide.filter((title) => narrow.includes(title))).toEqual(narrow);
    await page.viewport(820, 768);
    await expect.poll(() => titles().length).toBeLessThan(narrow.length);
    expect(titles()).toContain(T.columns.matter);
    expect(titles()[0]).toBe(wide[0]);
    await page.viewport(...WIDE);
    await expect.poll(titles).toEqual(wide);
  });
});

describe('the search', () => {
  it('is reached by /, finds by a part of the name, and ArrowDown goes to what is found', async () => {
    const { name } = all[3] as CaseRow;
    await press('/');
    await expect.element(page.getByTestId('search')).toHaveFocus();
    await type(name);
    await expect.element(page.getByRole('heading', { name: T.searchResult(name) })).toBeVisible();
    await expect.poll(() => rowsShown().every((row) => row.textContent?.includes(name))).toBe(true);
    await press('ArrowDown');
    await expect.element(table()).toHaveFocus();
  });

  it('that finds nothing says so, and Escape shows the list again', async () => {
    await press('/');
    await type('没有这个人');
    await expect.element(page.getByText(T.empty.search)).toBeVisible();
    await press('Escape');
    await expect.element(page.getByRole('heading', { name: CASE_LISTS.open.label })).toBeVisible();
  });
});

describe('a registration', () => {
  it('is begun by F2 and left by Escape as long as nothing is typed', async () => {
    await press('F2');
    await expect.element(page.getByTestId('matter-search')).toHaveFocus();
    await press('Escape');
    await expect.element(table()).toHaveFocus();
  });

  it('takes Enter before the answer is there as the first of what is found, not of what was shown before', async () => {
    await press('F2');
    await expect.element(page.getByTestId('matter-DZ-001')).toBeVisible();
    await userEvent.keyboard('SB-006{Enter}');
    await expect.element(page.getByTestId('id-number')).toHaveFocus();
    await expect.element(page.getByText('SB-006').first()).toBeVisible();
    await press('Escape');
    await expect.element(table()).toHaveFocus();
  });

  it('is not thrown away unasked once something is typed', async () => {
    await press('F2');
    await expect.element(page.getByTestId('matter-search')).toHaveFocus();
    await type('SB-006');
    await press('Enter');
    await expect.element(page.getByTestId('id-number')).toHaveFocus();
    await type('4312');
    await press('Escape');
    await expect.element(page.getByTestId('confirm-no')).toHaveFocus();
    await press('Escape');
    await expect.element(page.getByTestId('confirm-no')).not.toBeInTheDocument();
    await expect.element(page.getByTestId('id-number')).toHaveValue('4312');
    await press('Escape');
    await userEvent.click(page.getByTestId('confirm-yes'));
    await expect.element(table()).toBeVisible();
  });
});

describe('a case', () => {
  it('has the keys at its next steps after one whose button goes with it', async () => {
    await press('Enter');
    await userEvent.click(page.getByTestId('step-withdrawn'));
    await expect.element(page.getByTestId('field-reason')).toHaveFocus();
    await type('不办了');
    await press('Control+Enter');
    await expect.element(page.getByTestId('step-withdrawn')).not.toBeInTheDocument();
    await expect.poll(() => document.activeElement?.closest('[data-testid="case-actions"]')).toBeTruthy();
  });
});
