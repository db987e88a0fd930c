/** A result is handed over by keys: the applicant's own paper is there already, another's is asked for and checked. */
import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, type } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { MatterCode } from '../../../shared/base/brands.ts';
import { seededRandom } from '../../../shared/base/seeded-random.ts';
import { type InventedPerson, inventPerson } from '../../../shared/person/invented-people.ts';
import { EMPTY_PERSON } from '../../workbench/register/person-draft.ts';
import { CasePage } from './case-page.tsx';

const site = sampleSite('centre');
const random = seededRandom(20261201);

let detail: CaseDetail;
let applicant: InventedPerson;

beforeEach(async () => {
  applicant = inventPerson(random);
  const made = await site.service['cases.register']({
    matter: 'MZ-001' as MatterCode,
    person: {
      ...EMPTY_PERSON,
      name: applicant.name,
      idNumber: applicant.idNumber,
      agent: '覃小妹',
      agentRelation: '女儿',
    },
    materials: [],
    window: '民政优抚',
    steps: [
      { type: 'accepted', data: {} },
      { type: 'concluded', data: { result: 'approved' } },
    ],
  });
  ({ detail } = made);
  site.show((status) => <CasePage id={detail.row.case} status={status} />);
  await userEvent.click(page.getByTestId('step-delivered'));
  // The dialog takes the keyboard when it has come.
  await expect.poll(() => document.activeElement?.closest('[data-testid="dialog"]') ?? null).not.toBeNull();
});

const delivery = async () => (await site.service['cases.get']({ case: detail.row.case })).delivery;

it('to the applicant takes one key: paper, number and the minute are there', async () => {
  await expect.element(page.getByTestId('field-number')).toHaveValue(applicant.idNumber);
  expect((page.getByTestId('field-minute').element() as HTMLInputElement).value).toMatch(/^\d\d:\d\d$/);
  await press('Control+Enter');
  await expect
    .poll(delivery)
    .toMatchObject({ way: 'desk', signer: 'self', paper: 'resident-id', number: applicant.idNumber });
  await expect.element(page.getByTestId('case-delivery').getByText(applicant.idNumber)).toBeVisible();
});

it('to an agent begins with what the case has of them, refuses a number that is none at its field, and reads the time as it is typed', async () => {
  const daughter = inventPerson(random).idNumber;
  await userEvent.click(page.getByTestId('field-signer-family'));
  await expect.element(page.getByTestId('field-signerName')).toHaveValue('覃小妹');
  await expect.element(page.getByTestId('field-relation')).toHaveValue('女儿');
  await userEvent.click(page.getByTestId('field-agentNumber'));
  await type(`${daughter.slice(0, 17)}${daughter.endsWith('1') ? '2' : '1'}`);
  await press('Control+Enter');
  await expect.element(page.getByTestId('field-agentNumber')).toHaveFocus();
  await expect.element(page.getByRole('alert').getByText('校验位', { exact: false })).toBeVisible();
  expect(await delivery()).toBeNull();
  await userEvent.fill(page.getByTestId('field-agentNumber'), daughter);
  await userEvent.fill(page.getByTestId('field-minute'), '905');
  await press('Control+Enter');
  await expect
    .poll(delivery)
    .toMatchObject({ signerName: '覃小妹', relation: '女儿', number: daughter, minute: '09:05' });
});

it('by post asks for the number of the letter instead of a paper', async () => {
  await userEvent.click(page.getByTestId('field-way-post'));
  await expect.element(page.getByTestId('field-number')).not.toBeInTheDocument();
  await press('Control+Enter');
  await expect.element(page.getByTestId('field-trackingNo')).toHaveFocus();
  await type('xa12345678943');
  await press('Control+Enter');
  await expect.poll(delivery).toMatchObject({ way: 'post', trackingNo: 'XA12345678943', number: null });
});

it('refuses a time that is none', async () => {
  await userEvent.fill(page.getByTestId('field-minute'), '下午');
  await press('Control+Enter');
  await expect.element(page.getByTestId('field-minute')).toHaveFocus();
  expect(await delivery()).toBeNull();
});

it('put right from an agent to the applicant loses what was said of the agent', async () => {
  const daughter = inventPerson(random).idNumber;
  await userEvent.click(page.getByTestId('field-signer-family'));
  await userEvent.click(page.getByTestId('field-agentNumber'));
  await type(daughter);
  await press('Control+Enter');
  await expect.poll(delivery).toMatchObject({ signer: 'family' });
  await userEvent.click(page.getByTestId('correct-delivered'));
  await userEvent.click(page.getByTestId('field-signer-self'));
  await userEvent.fill(page.getByTestId('field-number'), applicant.idNumber);
  await userEvent.click(page.getByTestId('field-why'));
  await type('本人来的');
  await press('Control+Enter');
  await expect
    .poll(delivery)
    .toMatchObject({ signer: 'self', signerName: null, relation: null, number: applicant.idNumber });
});
