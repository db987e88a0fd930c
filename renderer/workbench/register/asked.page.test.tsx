/** What the form of a registration asks of the person's papers, and of whom a matter is not for. */
import { useState } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, type } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import { seededRandom } from '../../../shared/base/seeded-random.ts';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { MatterCode } from '../../../shared/base/brands.ts';
import type { Matter } from '../../../shared/matter/catalogue.ts';
import { type InventedPerson, inventPerson } from '../../../shared/person/invented-people.ts';
import { RegisterForm } from './register-form.tsx';

const site = sampleSite('centre');

/** New people: nobody of the sample. */
const random = seededRandom(20_261_201);
const someone = () => inventPerson(random);

let saved: CaseDetail[];
const matterOf = (code: string): Promise<Matter> => site.service['matters.get']({ code: code as MatterCode });

async function open(code: string) {
  saved = [];
  const matter = await matterOf(code);
  site.show((status) => <Form matter={matter} status={status} />);
  await expect.element(idNumber()).toHaveFocus();
}

/** The form until it is saved. */
function Form(props: Pick<Parameters<typeof RegisterForm>[0], 'matter' | 'status'>) {
  const [isSaved, setSaved] = useState(false);
  const onSaved = (detail: CaseDetail) => {
    saved.push(detail);
    setSaved(true);
  };
  return isSaved ? null : (
    <RegisterForm {...props} onOther={() => undefined} onSaved={onSaved} onDirty={() => undefined} />
  );
}

const idNumber = () => page.getByTestId('id-number');
const all = async () => (await site.service['cases.counts']({})).all;

async function savedCase(): Promise<CaseDetail> {
  await expect.poll(() => saved.length).toBe(1);
  return site.service['cases.get']({ case: (saved[0] as CaseDetail).row.case });
}

describe('a matter that is not for this person, as far as the number tells', () => {
  beforeEach(() => open('MZ-005'));
  const younger = (): InventedPerson => {
    const person = someone();
    return person.idNumber.slice(6, 10) > '1960' ? person : younger();
  };
  const despite = () => page.getByTestId('despite');

  it('says why with the age, asks for a reason before anything is saved, and keeps it', async () => {
    const person = younger();
    const before = await all();
    await type(person.idNumber);
    await expect.element(page.getByTestId('applicant-doubts')).toMatchTextContent('此事项须年满 80 周岁');
    await press('Enter');
    await type(person.name);
    await press('Control+Enter');
    await expect.element(despite()).toHaveFocus();
    expect([saved, await all()]).toEqual([[], before]);
    await type('百岁老人，户口簿已核对');
    await press('Control+Enter');
    expect((await savedCase()).history[0]?.lines).toContainEqual({
      label: '不合办理对象仍登记的理由',
      value: '百岁老人，户口簿已核对',
    });
  });
});

describe('the papers', () => {
  beforeEach(() => open('NY-011'));

  it('that the person handed in before are offered with their age, used with consent, and asked for again where another person stands there', async () => {
    const [person, other] = [someone(), someone()];
    const matter = await matterOf('GA-011');
    const materials = matter.materials.map((material) => ({ name: material.name, state: 'received' as const }));
    const first = await site.service['cases.register']({
      matter: matter.code,
      person: { name: person.name, idNumber: person.idNumber },
      materials,
      window: matter.window,
      steps: [],
    });
    await type(person.idNumber);
    await userEvent.click(page.getByTestId('reuse-1'));
    await expect.element(page.getByTestId('reused-1')).toBeVisible();

    await userEvent.tripleClick(idNumber());
    await type(other.idNumber);
    await expect.element(page.getByTestId('reused-1')).not.toBeInTheDocument();
    await expect.element(page.getByTestId('material-1')).not.toBeChecked();

    await userEvent.tripleClick(idNumber());
    await type(person.idNumber);
    await expect.element(page.getByTestId('reused-1')).toBeVisible();
    await userEvent.click(page.getByTestId('name'));
    await userEvent.tripleClick(page.getByTestId('name'));
    await type(person.name);
    await press('Control+Enter');
    const [, item] = (await savedCase()).materials;
    expect(item).toMatchObject({ state: 'received', reused: { case: first.case, number: first.number, agreed: true } });
  });

  it('have details, which are kept as typed and refused where they cannot be read', async () => {
    const person = someone();
    await type(person.idNumber);
    await press('Enter');
    await type(person.name);
    await userEvent.click(page.getByTestId('paper-details-0'));
    const dialog = page.getByRole('dialog');
    await userEvent.click(dialog.getByTestId('field-number'));
    await type('沅农证 1024');
    await userEvent.click(dialog.getByTestId('field-validTo'));
    await type('随便');
    await press('Control+Enter');
    await expect.element(dialog.getByRole('group', { name: '有效期至' })).toHaveAttribute('data-error');
    await userEvent.tripleClick(dialog.getByTestId('field-validTo'));
    await type('2027-05-01');
    await press('Control+Enter');
    await expect.element(dialog).not.toBeInTheDocument();
    await press('Control+Enter');
    expect((await savedCase()).materials[0]).toMatchObject({ number: '沅农证 1024', validTo: '2027-05-01' });
  });
});
