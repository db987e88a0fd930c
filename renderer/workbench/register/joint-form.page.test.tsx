/** A joint filing by keys: a set, a person, each paper once; then the page of a case shows the others. */
import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, type } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import { seededRandom } from '../../../shared/base/seeded-random.ts';
import { inventPerson } from '../../../shared/person/invented-people.ts';
import { Shell } from '../../app/shell.tsx';
import { CASE_TEXTS } from '../../components/texts.ts';
import { Workbench } from '../workbench.tsx';

const site = sampleSite('centre');
const random = seededRandom(20_261_202);

beforeEach(async () => {
  await page.viewport(1366, 768);
  site.show((status) => (
    <Shell status={status}>
      <Workbench status={status} />
    </Shell>
  ));
  await expect.element(page.getByTestId('cases')).toHaveFocus();
  await press('F2');
  await userEvent.click(page.getByTestId('set-YJ-01'));
});

it('files several matters at once, and each case leads to the others', async () => {
  const { name, idNumber } = inventPerson(random);
  await expect.element(page.getByTestId('id-number')).toHaveFocus();
  await press('Control+Enter');
  await expect.element(page.getByRole('alert').first()).toBeVisible();
  await userEvent.click(page.getByTestId('id-number'));
  await type(idNumber);
  await press('Enter');
  await type(name);
  await press('Control+Enter');
  await expect.element(page.getByTestId('joint')).toBeVisible();
  await expect.element(page.getByTestId('joint').getByText(CASE_TEXTS.joint.progress(0, 3))).toBeVisible();
  expect(page.getByTestId('joint-case').elements()).toHaveLength(3);
  const first = document.querySelector('[data-testid="case"]')?.getAttribute('data-case');
  await userEvent.click(page.getByTestId('joint-open').first());
  await expect.poll(() => document.querySelector('[data-testid="case"]')?.getAttribute('data-case')).not.toBe(first);
  await expect.element(page.getByTestId('joint')).toBeVisible();
  const { rows } = await site.service['cases.list']({ list: 'joint' });
  expect(rows.filter((row) => row.name === name)).toHaveLength(3);
});
