/** A file taken in by the village's own service: what the dialog asks for, and what it says of what came of it. */
import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press } from '../../test/pages/page/keys.ts';
import { sampleSite } from '../../test/pages/page/page.tsx';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import type { ImportSummary } from '../../shared/api/rows.ts';
import { inventPerson } from '../../shared/person/invented-people.ts';
import { ImportDialog } from './import-dialog.tsx';
import { TEXTS } from './texts.ts';

const site = sampleSite('village');
const random = seededRandom(20_261_126);
const someone = () => inventPerson(random);
const HEAD = '姓名,身份证号,事项,日期';

const csv = (name: string, ...lines: readonly string[]) => new File([lines.join('\r\n')], name, { type: 'text/csv' });
const slip = (idNumber?: string, date = '2026-11-20') => {
  const person = someone();
  return [person.name, idNumber ?? person.idNumber, '合作医疗', date].join(',');
};

let done: { readonly summary: ImportSummary; readonly look: boolean }[];
let closed: number;

async function show(options: { file?: File; isSaved?: boolean } = {}): Promise<void> {
  const { file = null, isSaved = true } = options;
  site.show(() => (
    <ImportDialog
      file={file}
      before={async () => isSaved}
      onDone={async (summary, look) => void done.push({ summary, look })}
      onClose={() => (closed += 1)}
    />
  ));
  await expect.element(page.getByRole('dialog')).toBeVisible();
}

const choose = (file: File) => userEvent.upload(page.getByTestId('import-file'), file);
const summary = () => page.getByTestId('import-summary');
const kept = async () => (await site.service['batch.open']({})).rows;

beforeEach(async () => {
  done = [];
  closed = 0;
  const before = await kept();
  if (before.length > 0) await site.service['batch.remove']({ ids: before.map(({ id }) => id) });
});

it('counts what can be handed over, what must be asked and what was known, and leads to what must be asked', async () => {
  await show();
  await choose(csv('一周.csv', HEAD, slip(), slip(), slip('43122219630512442X')));
  await expect.element(summary()).toHaveAttribute('data-taken', '2');
  await expect.element(summary()).toHaveAttribute('data-asked', '1');
  await expect.element(page.getByText(TEXTS.import.done('一周.csv'))).toBeVisible();
  await expect.element(page.getByTestId('import-close')).toHaveFocus();
  await press('Enter');
  await expect.poll(() => done.map(({ look }) => look)).toEqual([true]);
});

it('takes the same file again without doubling a row', async () => {
  const lines = [HEAD, slip(), slip()];
  await site.service['batch.import']({
    fileName: '一周.csv',
    base64: btoa(String.fromCodePoint(...new TextEncoder().encode(lines.join('\r\n')))),
  });
  await show();
  await choose(csv('一周.csv', ...lines));
  await expect.element(summary()).toHaveAttribute('data-known', '2');
  await expect.element(summary()).toHaveAttribute('data-taken', '0');
  expect(await kept()).toHaveLength(2);
});

it('where nothing is to be asked, leads to the grid and asks nobody to look', async () => {
  await show();
  await choose(csv('一周.csv', HEAD, slip()));
  await expect.element(page.getByTestId('import-close')).toHaveTextContent(TEXTS.import.see);
  await press('Enter');
  await expect.poll(() => done.map(({ look }) => look)).toEqual([false]);
});

it('says when a table has no slips', async () => {
  await show();
  await choose(csv('空白.csv', HEAD));
  await expect.element(page.getByText(TEXTS.import.doneNothing('空白.csv'))).toBeVisible();
  await expect.element(page.getByText(TEXTS.import.nothing)).toBeVisible();
  expect(await kept()).toEqual([]);
});

it('says what is wrong with a file that is no table, changes nothing, and takes another one at once', async () => {
  await show();
  await choose(new File([new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 9, 9])], '坏.xlsx'));
  await expect.element(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  expect(await kept()).toEqual([]);
  await choose(csv('一周.csv', HEAD, slip()));
  await expect.element(summary()).toHaveAttribute('data-taken', '1');
});

it('reads nothing while rows of the grid are not saved', async () => {
  await show({ isSaved: false });
  await choose(csv('一周.csv', HEAD, slip()));
  await expect.element(page.getByText(TEXTS.grid.leaveUnsaved)).toBeVisible();
  expect(await kept()).toEqual([]);
});

it('reads a file that was dropped on the page without asking for one', async () => {
  await show({ file: csv('拖来的.csv', HEAD, slip()) });
  await expect.element(summary()).toHaveAttribute('data-taken', '1');
  expect(await kept()).toHaveLength(1);
});

it('closes by Escape before a file is chosen, and brings the summary along after', async () => {
  await show();
  await press('Escape');
  await expect.poll(() => closed).toBe(1);
  await choose(csv('一周.csv', HEAD, slip()));
  await expect.element(summary()).toBeVisible();
  await press('Escape');
  await expect.poll(() => done.map(({ look }) => look)).toEqual([false]);
  expect(closed).toBe(1);
});
