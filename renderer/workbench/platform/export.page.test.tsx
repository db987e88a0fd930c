/** The file for the platform: made by keys from the list of what no platform has, and taken back. */
import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import { Shell } from '../../app/shell.tsx';
import { Workbench } from '../workbench.tsx';
import { PLATFORM_TEXTS } from './texts.ts';

const T = PLATFORM_TEXTS.export;
const site = sampleSite('centre');
const textOf = (id: string) => () => document.querySelector(`[data-testid="${id}"]`)?.textContent;

beforeEach(async () => {
  await page.viewport(1366, 768);
  site.show((status) => (
    <Shell status={status}>
      <Workbench status={status} />
    </Shell>
  ));
  await userEvent.click(page.getByTestId('list-to-key'));
  await userEvent.click(page.getByTestId('platform-export-open'));
  await expect.element(page.getByTestId('platform-make')).toHaveFocus();
});

it('tells what changed once, and once more after it was taken back', async () => {
  await expect.element(page.getByText(T.noBatches)).toBeVisible();
  await press('Control+Enter');
  await expect.element(page.getByTestId('confirm-yes')).toHaveFocus();
  await press('Enter');
  await expect.poll(textOf('platform-made')).toMatch(/已导出 \d+ 件：新增 \d+ 行/u);
  await expect.poll(textOf('platform-to-look-at')).toBe(T.toLookAt(0));
  expect(page.getByTestId('platform-batch').elements()).toHaveLength(1);

  await userEvent.click(page.getByTestId('platform-make'));
  await userEvent.click(page.getByTestId('confirm-yes'));
  await expect.poll(textOf('platform-made')).toBe(T.nothing);
  expect(page.getByTestId('platform-batch').elements()).toHaveLength(1);

  await userEvent.click(page.getByTestId('platform-take-back'));
  // What undoes is not said yes to by Enter alone.
  await expect.element(page.getByTestId('confirm-no')).toHaveFocus();
  await userEvent.click(page.getByTestId('confirm-yes'));
  await expect.element(page.getByText(T.noBatches)).toBeVisible();
  await expect.poll(textOf('platform-to-look-at')).not.toBe(T.toLookAt(0));
});

it('is left as it was by Escape', async () => {
  await press('Control+Enter');
  await expect.element(page.getByTestId('confirm-yes')).toHaveFocus();
  await press('Escape');
  await expect.element(page.getByTestId('confirm-yes')).not.toBeInTheDocument();
  expect((await site.service['platform.status']({})).batches).toEqual([]);
});
