/** The rating interface (政务服务“好差评”). One row a rating. */
import { applicantOf, isBody } from '../../person/applicant.ts';
import { columnsFor, type PlatformTable } from '../column.ts';
import { type EventSource, textOf } from '../source.ts';

const { column, empty } = columnsFor<EventSource>();

/** `pf`: 4 a pad in the hall, 5 any other way in the hall. */
const CHANNELS: Readonly<Record<string, string>> = { keypad: '4', paper: '5', phone: '5' };

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
      label: '渠道：4 大厅评价器，5 其他',
      max: 1,
      from: ['rated.way'],
      of: ({ data }) => CHANNELS[textOf(data, 'way') ?? ''] ?? '5',
    }),
    column('satisfaction', {
      label: '满意度：1 到 5',
      max: 1,
      from: ['rated.score'],
      of: ({ data }) => (typeof data['score'] === 'number' ? String(data['score']) : null),
    }),
    empty('evalDetail', '评价指标代码', 200, '评价时不选指标'),
    column('writingEvaluation', {
      label: '评价内容',
      max: 300,
      from: ['rated.text'],
      of: ({ data }) => textOf(data, 'text'),
    }),
    column('assessNumber', { label: '第几次评价', max: 1, from: ['event.on'], of: ({ nth }) => (nth > 1 ? '2' : '1') }),
    column('assessTime', { label: '评价日期', max: 10, from: ['event.on'], of: ({ step }) => step.on }),
    column('userProp', {
      label: '评价人：1 自然人，2 单位',
      max: 1,
      from: ['person.applicantKind'],
      of: ({ fold }) => (isBody(applicantOf(fold.person)) ? '2' : '1'),
    }),
  ],
};
