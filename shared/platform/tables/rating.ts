/** The rating interface (政务服务“好差评”). One row a rating. */
import { applicantOf, isBody } from '../../person/applicant.ts';
import type { RatingChannel } from '../../case/rating-words.ts';
import { columnsFor, type PlatformTable } from '../column.ts';
import { type EventSource, textOf } from '../source.ts';

const { column, empty } = columnsFor<EventSource>();

/** `pf`: paper and telephone have no code of their own and stand with the other ways of the hall. */
const CHANNEL_CODES: Readonly<Record<RatingChannel, string>> = {
  pc: '1',
  mobile: '2',
  qr: '3',
  pad: '4',
  terminal: '5',
  paper: '5',
  phone: '5',
  sms: '6',
};
const DEFAULT_CODE = '7';

/** The events that have a row. */
export const RATING_TYPES: ReadonlySet<string> = new Set(['rated', 'rating-given', 'rating-defaulted']);

/** The rating as the case keeps it. */
const ratingIn = ({ fold, step }: EventSource) => fold.ratings.find(({ id }) => id === step.id);

const channelOf = (of: EventSource): string | null => {
  const rating = ratingIn(of);
  if (rating === undefined) return null;
  return rating.channel === null ? DEFAULT_CODE : CHANNEL_CODES[rating.channel];
};

export const RATING: PlatformTable<EventSource> = {
  name: 'evaluation',
  label: '评价',
  columns: [
    column('projectNo', { label: '办件编号', max: 50, from: ['registration.number'], of: ({ fold }) => fold.number }),
    column('areaCode', { label: '区划代码', max: 12, from: ['event.by'], of: ({ centre }) => centre }),
    empty('deptCode', '部门统一社会信用代码', 18, '机构代码由平台登记'),
    empty('taskCode', '事项实施编码', 36, '目录里还没有国家编码'),
    empty('taskHandleItem', '业务办理项编码', 50, '目录里还没有国家编码'),
    column('proStatus', {
      label: '办件状态：2 在办，3 办结',
      max: 1,
      from: ['event.type'],
      of: ({ fold }) => (fold.result === null && fold.ended === null ? '2' : '3'),
    }),
    column('pf', {
      label: '渠道：1 电脑，2 手机，3 二维码，4 评价器，5 其他（纸质、电话），6 短信，7 系统默认',
      max: 1,
      from: ['rated.way', 'rating-given.channel', 'event.type'],
      of: channelOf,
    }),
    column('satisfaction', {
      label: '满意度：1 到 5，默认的为平台所记',
      max: 1,
      from: ['rated.score', 'rating-given.score', 'rating-defaulted.countedAs'],
      of: (of) => ratingIn(of)?.score.toString() ?? null,
    }),
    column('evalDetail', {
      label: '评价指标代码，以逗号分开；本程序自己的代码',
      max: 200,
      from: ['rating-given.items'],
      of: ({ data }) => (Array.isArray(data['items']) ? data['items'].join(',') : null),
    }),
    column('writingEvaluation', {
      label: '评价内容',
      max: 300,
      from: ['rated.text', 'rating-given.text'],
      of: ({ step, data }) => (step.type === 'rating-defaulted' ? null : textOf(data, 'text')),
    }),
    column('assessNumber', {
      label: '第几次评价：1 第一次，2 差评之后的第二次',
      max: 1,
      from: ['rating-given.round', 'event.type'],
      of: (of) => ratingIn(of)?.round.toString() ?? null,
    }),
    column('assessTime', { label: '评价日期', max: 10, from: ['event.on'], of: ({ step }) => step.on }),
    column('userProp', {
      label: '评价人：1 自然人，2 单位',
      max: 1,
      from: ['person.applicantKind'],
      of: ({ fold }) => (isBody(applicantOf(fold.person)) ? '2' : '1'),
    }),
  ],
};
