/** The change of agents by keys: what the only agent holds goes to the centre, with a list to sign. */
import { beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { press } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import { Shell } from '../../app/shell.tsx';
import { VillagePage } from '../../village/village-page.tsx';
import { AGENT_CHANGE_TEXTS as T } from './texts.ts';

const site = sampleSite('village');

beforeEach(async () => {
  await page.viewport(1024, 768);
  site.show((status) => (
    <Shell status={status}>
      <VillagePage status={status} />
    </Shell>
  ));
  await page.getByTestId('start-agents').click();
});

const held = async () => {
  const { place } = await site.service['site.status']({});
  if (place === null) throw new Error('no village');
  return site.service['mandates.held']({ village: place.code });
};

describe('the change of agents', () => {
  it('lists what the agent holds, signs it over and shows the list that both sign', async () => {
    const before = await held();
    const [agent] = before.agents;
    const mine = before.rows.filter(({ holder }) => holder === agent?.id);
    expect(mine.length).toBeGreaterThan(0);
    await expect.element(page.getByTestId('held-row').nth(mine.length - 1)).toBeVisible();
    await expect.element(page.getByText(T.noAgent)).toBeVisible();
    await press('Control+Enter');
    await expect.element(page.getByTestId('confirm-yes')).toHaveFocus();
    await expect.element(page.getByText(T.ask(mine.length, before.centreName)).last()).toBeVisible();
    expect((await held()).rows).toEqual(before.rows);
    await press('Enter');
    await expect.element(page.getByTestId('change-sheet')).toBeVisible();
    await expect.element(page.getByTestId('change-print')).toHaveFocus();
    await expect.element(page.getByText(`${T.signatures[1]}：`)).toBeVisible();
    expect((await held()).rows.map(({ holder }) => holder)).toEqual(before.rows.map(() => null));
    await page.getByTestId('change-more').click();
    await expect.element(page.getByTestId('change-from')).toBeVisible();
  });
});
