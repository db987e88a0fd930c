/** An appointment by keys: made, cancelled, and kept, which opens the registration with its person and matter. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, type } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import { seededRandom } from '../../../shared/base/seeded-random.ts';
import { inventPerson } from '../../../shared/person/invented-people.ts';
import type { MatterCode } from '../../../shared/base/brands.ts';
import { Shell } from '../../app/shell.tsx';
import { Workbench } from '../../workbench/workbench.tsx';
import { APPOINTMENT_TEXTS as T } from './texts.ts';

const site = sampleSite('centre');
const random = seededRandom(20_261_201);

const card = (name: string) => page.getByTestId('appointment').filter({ hasText: name });
const mine = async (name: string) =>
  (await site.service['appointments.list']({})).find(({ person }) => person.name === name);

const comes = inventPerson(random);
/** Made at another machine before the page is opened. */
beforeAll(async () => {
  const { name, idNumber, phone } = comes;
  const { today } = await site.service['site.status']({});
  const slot = { matter: 'SB-006' as MatterCode, date: today, hour: 17 };
  await site.service['appointments.make']({ person: { name, idNumber, phone }, ...slot });
});

beforeEach(async () => {
  await page.viewport(1366, 768);
  site.show((status) => (
    <Shell status={status}>
      <Workbench status={status} />
    </Shell>
  ));
  await expect.element(page.getByTestId('cases')).toHaveFocus();
  await press('F7');
  await expect.element(page.getByTestId('appointment-new')).toHaveFocus();
});

describe('an appointment', () => {
  it('is made by keys, and cancelled with a reason', async () => {
    const { name, idNumber } = inventPerson(random);
    await press('n');
    await expect.element(page.getByTestId('field-name')).toHaveFocus();
    await type(name);
    await userEvent.click(page.getByTestId('field-idNumber'));
    await type(idNumber);
    await press('Control+Enter');
    await expect.element(page.getByRole('alert').first()).toBeVisible();
    await userEvent.click(page.getByRole('combobox', { name: '事项' }));
    await type('SB-006');
    await expect.element(page.getByRole('option', { name: /医保|医疗/ }).first()).toBeInTheDocument();
    await press('Enter');
    await userEvent.tripleClick(page.getByTestId('field-date'));
    await type('1126');
    await userEvent.click(page.getByRole('combobox', { name: '时段' }));
    await press('Enter');
    await press('Control+Enter');
    await expect.element(card(name)).toBeVisible();
    expect(await mine(name)).toMatchObject({ day: '2026-11-26', hour: 8, matter: 'SB-006', state: 'open' });
    await userEvent.click(card(name).getByTestId('appointment-cancel'));
    await expect.element(page.getByTestId('field-reason')).toHaveFocus();
    await type('改天再来');
    await press('Control+Enter');
    await expect.element(card(name).getByText(T.states.cancelled)).toBeVisible();
  });

  it('kept opens the registration with its person and its matter filled in', async () => {
    const { name, idNumber } = comes;
    await userEvent.click(card(name).getByTestId('appointment-keep'));
    await expect.element(page.getByTestId('id-number')).toHaveValue(idNumber);
    await expect.element(page.getByText('SB-006').first()).toBeVisible();
    expect(await mine(name)).toMatchObject({ state: 'kept' });
    await press('Control+Enter');
    await expect.element(page.getByTestId('registered')).toBeVisible();
    await expect.element(page.getByTestId('registered').getByText(name)).toBeVisible();
  });
});
