/** What was entered wrongly, put right by keys: a step's field, the matter, the step taken last. */
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, type } from '../../../test/pages/page/keys.ts';
import { sampleSite } from '../../../test/pages/page/page.tsx';
import { seededRandom } from '../../../shared/base/seeded-random.ts';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { MatterCode } from '../../../shared/base/brands.ts';
import { inventPerson } from '../../../shared/person/invented-people.ts';
import { CasePage } from './case-page.tsx';
import { ACTION_TEXTS as T } from './texts.ts';

const site = sampleSite('centre');
const ALLOWANCE = 'MZ-001' as MatterCode;

const random = seededRandom(20_261_201);
let detail: CaseDetail;
let people = 0;

beforeEach(async () => {
  people += 1;
  const { idNumber } = inventPerson(random);
  const person = { name: `更正${people}`, idNumber, phone: '', village: '', group: '', address: '' };
  const made = await site.service['cases.register']({
    matter: ALLOWANCE,
    person: Object.fromEntries(Object.entries(person).map(([key, value]) => [key, value || null])) as never,
    materials: [],
    window: '民政优抚',
    steps: [
      { type: 'accepted', data: {} },
      { type: 'concluded', data: { result: 'approved', resultNo: '错号' } },
    ],
  });
  ({ detail } = made);
  site.show((status) => <CasePage id={detail.row.case} status={status} />);
  await expect.element(page.getByTestId('case-actions')).toBeVisible();
});

const now = () => site.service['cases.get']({ case: detail.row.case });

describe('a step in the history', () => {
  it('is put right beside what it says now, and both stay to be read', async () => {
    await userEvent.click(page.getByTestId('correct-concluded'));
    await expect.element(page.getByTestId('field-resultNo')).toHaveValue('错号');
    await expect.element(page.getByText(T.correctNow('错号'))).toBeVisible();
    await userEvent.tripleClick(page.getByTestId('field-resultNo'));
    await type('对号');
    await press('Control+Enter');
    await expect.element(page.getByTestId('field-why')).toHaveFocus();
    await type('抄错');
    await press('Control+Enter');
    await expect.element(page.getByText('错号 → 对号')).toBeVisible();
    expect((await now()).result?.resultNo).toBe('对号');
  });

  it("that becomes a refusal asks why and what can be done, and keeps its own reason apart from the correction's", async () => {
    await userEvent.click(page.getByTestId('correct-concluded'));
    await userEvent.click(page.getByText('不予许可'));
    await userEvent.click(page.getByTestId('field-why'));
    await type('录成了准予');
    await press('Control+Enter');
    await expect.element(page.getByTestId('field-reason')).toHaveFocus();
    await type('人均收入超过标准');
    await press('Control+Enter');
    await expect.element(page.getByTestId('field-reviewBody')).toHaveFocus();
    await type('沅陵县人民政府');
    await userEvent.click(page.getByTestId('field-court'));
    await type('沅陵县人民法院');
    await press('Control+Enter');
    await expect
      .poll(async () => (await now()).result)
      .toMatchObject({ result: 'rejected', reason: '人均收入超过标准' });
  });

  it('without a change is not saved', async () => {
    await userEvent.click(page.getByTestId('correct-concluded'));
    await userEvent.click(page.getByTestId('field-why'));
    await type('没什么');
    await press('Control+Enter');
    await expect.element(page.getByText(T.correctSame)).toBeVisible();
    expect((await now()).history).toHaveLength(3);
  });
});

describe('the step taken last', () => {
  it('is taken back by one key for a few seconds after it', async () => {
    await userEvent.click(page.getByTestId('step-delivered'));
    await expect.element(page.getByTestId('dialog-submit')).toBeVisible();
    await press('Control+Enter');
    await expect.element(page.getByTestId('undo-bar')).toBeVisible();
    await expect.element(page.getByTestId('dialog')).not.toBeInTheDocument();
    await press('Control+z');
    await expect.element(page.getByText(T.undone('送达')).first()).toBeVisible();
    await expect.poll(async () => (await now()).row.state).toBe('concluded');
    await expect.element(page.getByTestId('undo-bar')).not.toBeInTheDocument();
    expect((await now()).history.map(({ effect }) => effect).slice(-2)).toEqual(['undone', 'effective']);
  });

  it('is taken back later with a reason', async () => {
    await userEvent.click(page.getByTestId('undo-last'));
    await expect.element(page.getByTestId('field-reason')).toHaveFocus();
    await press('Control+Enter');
    await expect.element(page.getByRole('alert')).toBeVisible();
    await type('结果没出来');
    await press('Control+Enter');
    await expect.poll(async () => (await now()).row.state).toBe('accepted');
  });
});

describe('the matter', () => {
  it('is searched, its papers are looked through, and the limits are counted anew', async () => {
    await userEvent.click(page.getByTestId('correct-matter'));
    await expect.element(page.getByRole('combobox')).toHaveFocus();
    await type('SB-006');
    await expect.element(page.getByRole('option', { name: /医保|医疗/ }).first()).toBeInTheDocument();
    await press('Enter');
    await press('Control+Enter');
    await expect.element(page.getByTestId('field-reason')).toBeVisible();
    await userEvent.click(page.getByTestId('field-reason'));
    await type('选错事项');
    await press('Control+Enter');
    await expect.poll(async () => (await now()).row.matter).toBe('SB-006');
    await expect.element(page.getByText('选错事项')).toBeVisible();
  });
});
