/** Registering at the window, by keys: what is typed of the applicant, what the form says of it, what the service keeps. */
import { useState } from 'react';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { paste, press, type } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import { seededRandom } from '../../../shared/base/seeded-random.ts';
import type { CaseDetail, SiteStatus } from '../../../shared/api/rows.ts';
import type { Matter } from '../../../shared/matter/catalogue.ts';
import { inventPerson } from '../../../shared/person/invented-people.ts';
import { PERSON_FIELDS } from '../../../shared/person/person-fields.ts';
import { PERSON_PROBLEMS } from '../../../shared/person/problems.ts';
import { RegisterForm } from './register-form.tsx';

const site = sampleSite('centre');

/** New people: nobody of the sample. */
const random = seededRandom(20_261_124);
const someone = () => inventPerson(random);
const endingInX = () => {
  for (;;) {
    const person = someone();
    if (person.idNumber.endsWith('X')) return person;
  }
};
/** The same number with another check character. */
const misspelt = (idNumber: string) => idNumber.slice(0, -1) + (idNumber.endsWith('7') ? '6' : '7');

let saved: CaseDetail[];

async function matterOf(query: string): Promise<Matter> {
  const [hit] = await site.service['matters.search']({ query, limit: 1 });
  return site.service['matters.get']({ code: (hit as { readonly code: Matter['code'] }).code });
}

/** The form until it is saved, as the page of registrations has it. */
function Page({ matter, status }: { readonly matter: Matter; readonly status: SiteStatus }) {
  const [isSaved, setSaved] = useState(false);
  const onSaved = (detail: CaseDetail) => {
    saved.push(detail);
    setSaved(true);
  };
  if (isSaved) return null;
  return (
    <RegisterForm
      matter={matter}
      status={status}
      onOther={() => undefined}
      onSaved={onSaved}
      onDirty={() => undefined}
    />
  );
}

let code = 'SB-006';
/** The tests of this group register another matter. */
function registering(other: string) {
  const before = code;
  beforeAll(() => {
    code = other;
  });
  afterAll(() => {
    code = before;
  });
}

beforeEach(async () => {
  saved = [];
  const matter = await matterOf(code);
  site.show((status) => <Page matter={matter} status={status} />);
  await expect.element(idNumber()).toHaveFocus();
});

const idNumber = () => page.getByTestId('id-number');
const name = () => page.getByTestId('name');
const phone = () => page.getByTestId('phone');
const facts = () => page.getByTestId('id-facts');
const all = async () => (await site.service['cases.counts']({})).all;

async function savedCase(): Promise<CaseDetail> {
  await expect.poll(() => saved.length).toBe(1);
  return site.service['cases.get']({ case: (saved[0] as CaseDetail).row.case });
}

describe('the number of the applicant', () => {
  it('typed, tells birth, sex and age beside the field', async () => {
    const person = someone();
    await type(person.idNumber);
    await expect.element(facts()).toMatchTextContent(person.birth);
    await expect.element(facts()).toMatchTextContent(person.sex === 'male' ? '男' : '女');
    await expect.element(facts()).toMatchTextContent(/\d+ 岁/);
  });

  it('pasted with gaps, is read as the same number and kept without them', async () => {
    const person = someone();
    const { idNumber: text } = person;
    await paste(`${text.slice(0, 6)} ${text.slice(6, 14)} ${text.slice(14)}`);
    await expect.element(facts()).toMatchTextContent(person.birth);
    await userEvent.click(name());
    await type(person.name);
    await press('Control+Enter');
    expect((await savedCase()).person).toMatchObject({ idNumber: text, idVerified: true });
  });

  it('with a small x, is kept with a capital one', async () => {
    const person = endingInX();
    await type(person.idNumber.toLowerCase());
    await userEvent.click(name());
    await type(person.name);
    await press('Control+Enter');
    expect((await savedCase()).person.idNumber).toBe(person.idNumber);
  });

  it('with a wrong check digit, is marked at the field while it is corrected', async () => {
    const person = someone();
    await type(misspelt(person.idNumber));
    const marked = page.getByRole('group', { name: PERSON_FIELDS.idNumber.label });
    await expect.element(marked).toMatchTextContent(PERSON_PROBLEMS['id-checksum']);
    await expect.element(idNumber()).toHaveClass(/ant-input-status-error/);
    await press('Backspace');
    await type(person.idNumber.slice(-1));
    await expect.element(marked).not.toMatchTextContent(PERSON_PROBLEMS['id-checksum']);
    await expect.element(idNumber()).not.toHaveClass(/ant-input-status-error/);
  });

  it('with a wrong check digit, can be kept as it was written, and is not taken for checked', async () => {
    const person = someone();
    await type(misspelt(person.idNumber));
    await userEvent.click(name());
    await type(person.name);
    await press('Control+Enter');
    expect((await savedCase()).person).toMatchObject({ idNumber: misspelt(person.idNumber), idVerified: false });
  });
});

describe('another applicant', () => {
  registering('NY-003');

  it('of another kind is told by the credit code, taken by a button, and asked for its representative and contact', async () => {
    await type('93431222ma3588481k');
    await userEvent.click(page.getByTestId('take-paper'));
    await expect.element(idNumber()).toHaveFocus();
    await press('Enter');
    await type('大坪种植农民专业合作社');
    await press('Enter');
    await type('唐花兰');
    await press('Control+Enter');
    expect((await savedCase()).person).toMatchObject({
      applicantKind: 'cooperative',
      idNumber: '93431222MA3588481K',
      idVerified: true,
      name: '大坪种植农民专业合作社',
      legalRep: '唐花兰',
    });
  });

  it('has an agent by a button, where one comes in the applicant’s place', async () => {
    const [person, agent] = [someone(), someone()];
    await type(person.idNumber);
    await press('Enter');
    await type(person.name);
    await userEvent.click(page.getByTestId('agent-add'));
    await type(agent.name);
    await press('Enter');
    await type('子女');
    await press('Enter');
    await type(agent.idNumber);
    await press('Control+Enter');
    expect((await savedCase()).person).toMatchObject({
      name: person.name,
      agent: agent.name,
      agentRelation: '子女',
      agentNumber: agent.idNumber,
    });
  });
});

describe('the fields', () => {
  it('ask for no reason where the matter is for this person', async () => {
    const person = someone();
    await type(person.idNumber);
    await expect.element(page.getByTestId('id-facts')).toBeVisible();
    expect(page.getByTestId('despite').query()).toBeNull();
  });

  it('follow each other by Enter', async () => {
    await type(someone().idNumber);
    await press('Enter');
    await expect.element(name()).toHaveFocus();
    await type('向大喜');
    await press('Enter');
    await expect.element(name()).not.toHaveFocus();
  });

  it('say beside a telephone number that it looks like none', async () => {
    await userEvent.click(phone());
    await type('1387');
    await expect.element(page.getByTestId('problem-phone-odd')).toBeVisible();
  });

  it('fill themselves in from an earlier case, and leave what is typed already', async () => {
    const { rows } = await site.service['cases.list']({ list: 'all', limit: 200 });
    const before = rows.find((row) => row.idVerified && row.phone !== null) as CaseDetail['row'];
    await userEvent.click(phone());
    await type('13800000000');
    await userEvent.click(idNumber());
    await type(before.idNumber as string);
    await expect.element(page.getByTestId('earlier-take').first()).toBeVisible();
    await press('Enter');
    await expect.element(name()).toHaveValue(before.name);
    await expect.element(phone()).toHaveValue('13800000000');
  });
});

describe('saving', () => {
  it('without a name, marks the name, puts the cursor there and keeps nothing', async () => {
    const before = await all();
    await type(someone().idNumber);
    await press('Control+Enter');
    await expect.element(page.getByRole('group', { name: PERSON_FIELDS.name.label })).toHaveAttribute('data-error');
    await expect.element(name()).toHaveFocus();
    expect([saved, await all()]).toEqual([[], before]);
  });

  it('from the field of the day, keeps the day that is typed there', async () => {
    const person = someone();
    await type(person.idNumber);
    await userEvent.click(name());
    await type(person.name);
    await userEvent.tripleClick(page.getByTestId('on'));
    await type('1120');
    await press('Control+Enter');
    expect((await savedCase()).row.on).toBe('2026-11-20');
  });

  it('twice in a row, makes one case', async () => {
    const before = await all();
    const person = someone();
    await type(person.idNumber);
    await userEvent.click(name());
    await type(person.name);
    await userEvent.keyboard('{Control>}{Enter}{/Control}{Control>}{Enter}{/Control}');
    await savedCase();
    expect(await all()).toBe(before + 1);
  });
});
