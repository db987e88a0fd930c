/** What people say of the service once they have their result, and what the centre does about it, as data. Most say something, most are content. */
import type { RemarkInput } from '../../shared/case/remarks/index.ts';
import type { Story } from './stories.ts';

type Given = Extract<RemarkInput, { type: 'rating-given' }>['data'];

const given = (score: number, more: Partial<Given> = {}): RemarkInput => ({
  type: 'rating-given',
  data: { round: 1, score, channel: 'pad', giver: 'self', named: 'named', ...more },
});
const now = (remark: RemarkInput, after = 0): Story['steps'][number] => ({ after, step: { remark: () => remark } });

const content = [now(given(5, { items: ['103'] }))];
const fine = [now(given(4))];
const byPhone = [now(given(3, { channel: 'phone', writtenBy: '窗口工作人员' }))];
const asked = [now({ type: 'rating-asked', data: { channel: 'sms' } })];
const byDefault = [...asked, now({ type: 'rating-defaulted', data: { countedAs: 3 } }, 6)];
const bad = now(given(1, { items: ['203'], text: '要了两次户口簿复印件', channel: 'qr' }));
const taken = now({ type: 'check-taken', data: { person: '中心主任' } }, 1);
const told = (after: number): Story['steps'][number] => ({
  after,
  step: { remark: (today) => ({ type: 'check-told', data: { way: 'phone', at: today, text: '认可处理结果' } }) },
});

/** Found true, put right, told, and rated once more. */
const rectified: Story['steps'] = [
  bad,
  taken,
  now(
    { type: 'check-found', data: { verdict: 'true', contact: 'phone', findings: '目录里没有这一份，窗口多要了' } },
    1,
  ),
  {
    after: 1,
    step: {
      remark: (today) => ({ type: 'check-rectified', data: { measures: '退还材料，重印一次性告知单', at: today } }),
    },
  },
  told(0),
  now(given(4, { round: 2, channel: 'phone', writtenBy: '中心主任' }), 1),
];
/** The person pressed the wrong key. */
const excluded: Story['steps'] = [
  now(given(2)),
  taken,
  now({ type: 'check-found', data: { verdict: 'not-true', contact: 'phone', findings: '本人说按错了' } }, 1),
  now({ type: 'rating-appealed', data: { reason: '本人说按错了键' } }),
  now({ type: 'rating-excluded', data: { ground: 'mistaken', reason: '电话录音核实', approver: '县政务服务中心' } }, 1),
  told(0),
];

/** One after the other, of the cases that are handed over. */
export const RATING_STORIES: readonly Story['steps'][] = [
  content,
  fine,
  content,
  asked,
  [bad, taken],
  content,
  byDefault,
  [],
  rectified,
  byPhone,
  content,
  excluded,
  [bad],
];
