/** The copy sheet by keys: each Enter puts the next field onto the clipboard, and the end takes it away. */
import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import type { CopyField } from '../../../shared/platform/copy-sheet.ts';
import { Shell } from '../../app/shell.tsx';
import { Workbench } from '../workbench.tsx';
import { PLATFORM_TEXTS } from './texts.ts';

const T = PLATFORM_TEXTS.sheet;
const site = sampleSite('centre');
let fields: readonly CopyField[];
/** What the page put onto the clipboard, in order: the tests' browser shares the machine's, so it is watched at its door. */
let put: string[];

beforeEach(async () => {
  await page.viewport(1366, 768);
  put = [];
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => void put.push(text) },
  });
  const [row] = (await site.service['cases.list']({ list: 'open', limit: 1 })).rows;
  if (row === undefined) throw new Error('no case');
  ({ fields } = await site.service['platform.sheet']({ case: row.case }));
  site.show((status) => (
    <Shell status={status}>
      <Workbench status={status} />
    </Shell>
  ));
  await expect.element(page.getByTestId('cases')).toHaveFocus();
  await press('Enter');
  await userEvent.click(page.getByTestId('copy-sheet-open'));
  await expect.element(page.getByTestId('copy-next')).toHaveFocus();
});

it('copies field after field in the platform’s order, and clears at the end', async () => {
  expect(fields.length).toBeGreaterThan(6);
  for (const index of fields.keys()) {
    // As a person presses it, one after another.
    // oxlint-disable-next-line no-await-in-loop
    await press('Enter');
    // oxlint-disable-next-line no-await-in-loop
    await expect.element(page.getByTestId('copy-sheet')).toHaveAttribute('data-at', String(index));
  }
  expect(put).toEqual(fields.map(({ value }) => value));
  await press('Enter');
  await expect.element(page.getByText(T.done)).toBeVisible();
  expect(put.at(-1)).toBe('');
});

it('clears when it is left, and a field is copied by itself', async () => {
  await userEvent.click(page.getByTestId('copy-field').nth(2));
  await expect.element(page.getByTestId('copy-sheet')).toHaveAttribute('data-at', '2');
  expect(put).toEqual([fields[2]?.value]);
  await press('Escape');
  await expect.element(page.getByTestId('copy-sheet')).not.toBeInTheDocument();
  expect(put.at(-1)).toBe('');
});
