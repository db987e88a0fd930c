/** The platform's list taken in at the centre: looked into first, then written, and what differs left alone. */
import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import type { CaseRow } from '../../../shared/api/rows.ts';
import { PlatformImportButton } from './import-dialog.tsx';
import { PLATFORM_TEXTS } from './texts.ts';

const T = PLATFORM_TEXTS.import;
const site = sampleSite('centre');
const HEAD = 'project_no,applyer_name,applyer_page_code,local_task_code,accept_date';
const csv = (...lines: readonly string[]) =>
  new File([[HEAD, ...lines].join('\r\n')], '平台清单.csv', { type: 'text/csv' });
const line = (number: string, { name, idNumber, matter, receivedOn }: CaseRow) =>
  [number, name, idNumber, matter, receivedOn].join(',');
const textOf = (id: string) => () => document.querySelector(`[data-testid="${id}"]`)?.textContent;
const choose = (file: File) => userEvent.upload(page.getByTestId('platform-file'), file);
const waiting = async () => (await site.service['cases.list']({ list: 'to-key', limit: 200 })).rows;

beforeEach(async () => {
  await page.viewport(1366, 768);
  site.show(() => <PlatformImportButton />);
  await userEvent.click(page.getByTestId('platform-import-open'));
});

it('shows what it would link, links it by Enter, and says of the rest why not', async () => {
  const before = await waiting();
  const one = before[0] as CaseRow;
  await choose(csv(line('P700001', one), 'P700002,无此人,,,'));
  await expect.poll(textOf('platform-counts')).toBe('可以关联 1 件，对不上 1 件');
  expect((await waiting()).length).toBe(before.length);
  await expect.element(page.getByTestId('platform-write')).toHaveFocus();
  await press('Enter');
  await expect.poll(textOf('platform-done')).toBe(T.done(1));
  expect((await waiting()).map((row) => row.case)).not.toContain(one.case);
  expect((await site.service['cases.get']({ case: one.case })).platform?.number).toBe('P700001');
  expect(
    page
      .getByTestId('platform-row')
      .elements()
      .map((row) => row.getAttribute('data-is')),
  ).toEqual(['unknown']);
});

it('says what is wrong with a file, and takes another', async () => {
  await choose(new File(['姓名,电话\r\n某人,1'], '别的.csv', { type: 'text/csv' }));
  await expect.poll(() => document.body.textContent).toContain('没有平台的办件清单');
  const [one] = await waiting();
  await choose(csv(line('P800001', one as CaseRow)));
  await expect.poll(textOf('platform-counts')).toBe('可以关联 1 件');
});
