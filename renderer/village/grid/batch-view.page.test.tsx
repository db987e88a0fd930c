/** 批量登记 by keys, over a village's own service: what is typed or pasted is judged, kept, and taken back. */
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { paste, press, pressAll, type } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import { seededRandom } from '../../../shared/base/seeded-random.ts';
import type { DraftRow, MatterHit } from '../../../shared/api/rows.ts';
import { inventPerson } from '../../../shared/person/invented-people.ts';
import { SLIP_COLUMNS, SLIP_FIELDS } from '../../../shared/slips/slip-fields.ts';
import { Shell } from '../../app/shell.tsx';
import { TEXTS } from '../texts.ts';
import { RouterProvider } from '../routes.ts';
import { BatchView } from './batch-view.tsx';

const site = sampleSite('village');
const random = seededRandom(20_261_125);
const someone = () => inventPerson(random);
const misspelt = (idNumber: string) => idNumber.slice(0, -1) + (idNumber.endsWith('7') ? '6' : '7');

const input = () => page.getByTestId('cell-input');
const column = () => input().element().getAttribute('data-column');
const rows = () => page.getByTestId('grid-row');
const currentRow = () => document.querySelector('[data-testid="grid-row"][data-current]') as HTMLElement;
const cell = (key: string) => currentRow().querySelector(`[data-testid="cell-${key}"]`) as HTMLElement;
const kept = async (): Promise<readonly DraftRow[]> => (await site.service['batch.open']({})).rows;

/** Everything typed so far is with the service. */
const saved = () => expect.element(page.getByTestId('save-mark')).toHaveAttribute('data-state', 'saved');

async function show(): Promise<void> {
  site.show((status) => (
    <Shell status={status}>
      <RouterProvider home={{ view: 'grid' }}>
        <BatchView scale={1} problemsOnly={false} importing={false} />
      </RouterProvider>
    </Shell>
  ));
  await expect.element(input()).toHaveFocus();
  // The service remembers where the cursor was.
  await press('Control+Home');
  await expect.poll(column).toBe('date');
}

beforeEach(async () => {
  const before = await kept();
  if (before.length > 0) await site.service['batch.remove']({ ids: before.map(({ id }) => id) });
  await show();
});

/** A slip of a new person, cell by cell as Enter leads through the first row of an empty grid. */
async function typeSlip(person = someone(), matter = '合作医疗'): Promise<void> {
  const [first] = (await site.service['matters.search']({ query: matter, limit: 9 })) as [MatterHit];
  const cells: Record<string, string> = {
    date: '11-23',
    name: person.name,
    idNumber: person.idNumber,
    group: '三组',
    phone: '13874512345',
    materials: '身份证复印件',
  };
  for (const { key } of SLIP_COLUMNS.filter((each) => each.onEnter)) {
    await expect.poll(column).toBe(key);
    if (key === 'matter') {
      await type(matter);
      // The list follows what is typed: a number chooses what stands beside it.
      await expect.element(page.getByTestId('matter-choice-1')).toMatchTextContent(first.name);
      await press('1');
    } else {
      await type(cells[key] ?? '');
      await press('Enter');
    }
  }
}

describe('typing', () => {
  it('goes from cell to cell by Enter, and the slip is judged and kept', async () => {
    const person = someone();
    await typeSlip(person);
    await saved();
    await expect.poll(async () => (await kept()).length).toBe(1);
    const [row] = await kept();
    expect(row).toMatchObject({
      reasons: [],
      verdict: 'take',
      cells: { name: person.name, idNumber: person.idNumber },
    });
    await expect.element(rows().first()).toHaveAttribute('data-verdict', 'take');
  });

  it('begins in a cell with the first key, and Escape takes it back', async () => {
    await press('ArrowRight');
    await type('向大');
    await expect.element(input()).toHaveValue('向大');
    await press('Escape');
    await expect.element(input()).toHaveValue('');
    expect(cell('name').textContent).toBe('');
  });

  it('changes what is there by F2, and replaces it without', async () => {
    await press('ArrowRight');
    await type('向大喜');
    await press('Enter');
    await pressAll('ArrowLeft', 'F2');
    await expect.element(input()).toHaveValue('向大喜');
    await press('Backspace');
    await type('福');
    await press('Enter');
    await press('ArrowLeft');
    await expect.poll(() => cell('name').textContent).toBe('向大福');
    await type('陈');
    await press('Enter');
    await press('ArrowLeft');
    await expect.poll(() => cell('name').textContent).toBe('陈');
  });

  it('moves by arrow keys and Tab, and stays within the grid', async () => {
    await press('ArrowLeft');
    await expect.poll(column).toBe(SLIP_COLUMNS[0]?.key);
    await press('Tab');
    await expect.poll(column).toBe(SLIP_COLUMNS[1]?.key);
    await press('End');
    await expect.poll(column).toBe(SLIP_COLUMNS.at(-1)?.key);
    await press('Shift+Tab');
    await expect.poll(column).toBe(SLIP_COLUMNS.at(-2)?.key);
  });
});

describe('what the check says', () => {
  it('marks the number whose last digit is wrong, says why, and is content once it is right', async () => {
    const person = someone();
    await typeSlip({ ...person, idNumber: misspelt(person.idNumber) });
    await saved();
    await expect.element(rows().first()).toHaveAttribute('data-verdict', 'ask');
    await press('F8');
    await expect.poll(() => cell('idNumber').getAttribute('data-wrong')).toBe('true');
    await expect.element(page.getByTestId('reason').first()).toMatchTextContent(SLIP_FIELDS.id.label);
    while (column() !== 'idNumber') await press('ArrowRight');
    await type(person.idNumber);
    await press('Enter');
    await expect.element(rows().first()).toHaveAttribute('data-verdict', 'take');
  });

  it('is taken over by the agent with F9, and taken back with the same offer', async () => {
    const person = someone();
    await typeSlip({ ...person, idNumber: misspelt(person.idNumber) });
    await saved();
    await pressAll('F8', 'F9');
    await expect.element(rows().first()).toHaveAttribute('data-verdict', 'confirmed');
    await expect.element(page.getByText(TEXTS.offers.confirmed)).toBeVisible();
    await press('Alt+1');
    await expect.element(rows().first()).toHaveAttribute('data-verdict', 'ask');
  });

  it('is told at the moment of choice where a matter may not be handed in for another', async () => {
    const hits = await site.service['matters.search']({ query: '', limit: 100 });
    const own = hits.find((hit) => !hit.proxyable) as (typeof hits)[number];
    while (column() !== 'matter') await press('ArrowRight');
    await type(own.name);
    await expect.element(page.getByTestId('matter-choice-1')).toMatchTextContent(own.name);
    await press('1');
    await expect.element(page.getByText(TEXTS.matters.refused(own.name))).toBeVisible();
  });
});

const HEADS = [SLIP_FIELDS.name.label, SLIP_FIELDS.id.label, SLIP_FIELDS.matter.label, SLIP_FIELDS.date.label];
const lines = (table: readonly (readonly string[])[]) => table.map((cells) => cells.join('\t')).join('\n');

describe('pasting', () => {
  it('a table with headings finds its columns by them, in whatever order they are', async () => {
    const people = [someone(), someone(), someone()];
    await paste(lines([HEADS, ...people.map((each) => [each.name, each.idNumber, '合作医疗', '2026-11-20'])]));
    await expect.element(page.getByText(TEXTS.grid.pasted(3, true))).toBeVisible();
    await saved();
    await expect
      .poll(async () => (await kept()).map(({ cells }) => [cells.name, cells.idNumber, cells.date]))
      .toEqual(people.map((each) => [each.name, each.idNumber, '2026-11-20']));
  });

  it('is one step back by Ctrl+Z', async () => {
    const person = someone();
    await paste(lines([HEADS, [person.name, person.idNumber, '合作医疗', '2026-11-20']]));
    await saved();
    await expect.poll(async () => (await kept()).length).toBe(1);
    await press('Control+z');
    await saved();
    await expect.poll(async () => (await kept()).length).toBe(0);
    expect(rows().elements().length).toBe(1);
  });

  it('a table that is too wide is refused as a whole', async () => {
    await press('End');
    await paste('一\t二\t三');
    await expect.element(page.getByText(TEXTS.grid.pasteProblems['too-wide'])).toBeVisible();
    expect(await kept()).toEqual([]);
  });

  it('one cell goes into the cell', async () => {
    await press('ArrowRight');
    await paste('向大喜');
    await press('Enter');
    await press('ArrowLeft');
    await expect.poll(() => cell('name').textContent).toBe('向大喜');
  });
});

describe('rows', () => {
  it('are removed by Ctrl+Delete and come back by Ctrl+Z', async () => {
    await typeSlip();
    await saved();
    await press('Control+Home');
    await press('Control+Delete');
    await saved();
    await expect.poll(async () => (await kept()).length).toBe(0);
    await press('Control+z');
    await saved();
    await expect.poll(async () => (await kept()).length).toBe(1);
  });

  it('begin with what the row above had, as far as slips have it in common', async () => {
    await typeSlip();
    await saved();
    await expect.poll(() => currentRow().getAttribute('data-blank')).toBe('true');
    await type('陈桂英');
    await press('Enter');
    await expect.poll(() => cell('date').textContent).not.toBe('');
    await expect.poll(() => cell('date').getAttribute('data-carried')).toBe('true');
    expect(cell('phone').textContent).toBe('');
  });

  it('that wait can be shown alone by F4', async () => {
    const person = someone();
    await typeSlip();
    await paste(lines([HEADS, [person.name, misspelt(person.idNumber), '合作医疗', '2026-11-20']]));
    await saved();
    await expect.poll(async () => (await kept()).map((row) => row.verdict)).toEqual(['take', 'ask']);
    await press('F4');
    await expect
      .poll(() =>
        rows()
          .elements()
          .some((row) => row.getAttribute('data-verdict') === 'take'),
      )
      .toBe(false);
    await press('F4');
    await expect
      .poll(() =>
        rows()
          .elements()
          .some((row) => row.getAttribute('data-verdict') === 'take'),
      )
      .toBe(true);
  });
});

it('what is in an open cell is kept when the agent leaves for the hand-over', async () => {
  await press('ArrowRight');
  await type('向大喜');
  await userEvent.click(page.getByTestId('go-finish'));
  await expect.poll(async () => (await kept()).map(({ cells }) => cells.name)).toEqual(['向大喜']);
});
