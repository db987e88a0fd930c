/** up_pro_process: what was done, in order. One row a step that counts, and one a visit, a notice and other work. */
import { isStepType } from '../../case/steps/index.ts';
import { labelOf } from '../../case/known-types.ts';
import { PROCESS_CODES, WORK_CODES } from '../codes.ts';
import { columnsFor, type PlatformTable } from '../column.ts';
import { type EventSource, explained, textOf, whoDid } from '../source.ts';
import type { RemarkType } from '../../case/remarks/index.ts';

const { column } = columnsFor<EventSource>();

/** The code of a step or a work; null: it makes no row. */
export const processCode = (type: string): string | null =>
  isStepType(type) ? PROCESS_CODES[type] : (WORK_CODES[type as RemarkType] ?? null);

/** The first event holds the application, which up_pro_accept has. */
const isFirst = ({ fold, step }: EventSource): boolean => step.id === fold.case;

export const PROCESS: PlatformTable<EventSource> = {
  name: 'up_pro_process',
  label: '办理过程',
  columns: [
    column('project_no', { label: '办件编号', max: 50, from: ['registration.number'], of: ({ fold }) => fold.number }),
    column('event_name', { label: '环节代码', max: 2, from: ['event.type'], of: ({ step }) => processCode(step.type) }),
    column('process_name', { label: '环节名称', max: 100, from: ['event.type'], of: ({ step }) => labelOf(step.type) }),
    column('event_start_time', {
      label: '开始日期',
      max: 10,
      from: ['event.on', 'work-done.from'],
      of: ({ step, data }) => textOf(data, 'from') ?? step.on,
    }),
    column('event_end_time', {
      label: '结束日期',
      max: 10,
      from: ['event.on', 'work-done.to'],
      of: ({ step, data }) => (step.type === 'work-done' ? textOf(data, 'to') : null) ?? step.on,
    }),
    column('handle_user_name', { label: '经办人', max: 100, from: ['event.by'], of: whoDid }),
    column('handle_explain', {
      label: '办理说明',
      max: 1000,
      from: [
        'handed-over.*',
        'returned-to-village.*',
        'supplement-requested.*',
        'supplemented.*',
        'accepted.*',
        'accepted-short.*',
        'resumed.*',
        'forwarded.*',
        'county-returned.*',
        'delivered.*',
        'archived.*',
        'work-done.kind',
        'work-done.people',
        'work-done.findings',
      ],
      of: (of) => (isFirst(of) ? null : explained(of)),
    }),
    column('sort_no', {
      label: '序号：一件里从 1 起（国家表没有这一列）',
      max: 4,
      from: ['event.after'],
      of: ({ nth }) => String(nth),
    }),
  ],
};
