/** up_pro_special_procedure: what stops or lengthens the clock. One row a special procedure, a renewal, an extension and a supplement notice. */
import type { LocalDate } from '../../base/brands.ts';
import { labelOf } from '../../case/known-types.ts';
import { SPECIAL_CODES, specialCode } from '../codes.ts';
import { columnsFor, type PlatformTable } from '../column.ts';
import { type EventSource, effectiveSteps, explained, textOf, whoDid } from '../source.ts';

const { column } = columnsFor<EventSource>();

const BEGIN_STANDING: ReadonlySet<string> = new Set(['special-procedure', 'paused']);

export const SPECIAL_TYPES: ReadonlySet<string> = new Set([
  ...BEGIN_STANDING,
  'special-renewed',
  'extended',
  'supplement-requested',
]);

/** What the procedure is called: of a special one its kind. */
const nameOf = ({ step, data }: EventSource): string =>
  textOf(data, 'kind') ?? (step.type === 'paused' ? textOf(data, 'reason') : null) ?? labelOf(step.type);

function codeOf(of: EventSource): string {
  if (of.step.type === 'supplement-requested') return SPECIAL_CODES.supplement;
  if (of.step.type === 'extended') return SPECIAL_CODES.extension;
  return of.step.type === 'special-renewed' ? SPECIAL_CODES.stop : specialCode(nameOf(of));
}

/** The last day of the stand that a step began: as it ended, else as it is planned; null while that is open. */
function endOf(of: EventSource): LocalDate | null {
  const { fold, days, step } = of;
  if (step.type === 'supplement-requested')
    return fold.supplementRequests.find(({ id }) => id === step.id)?.suppliedOn ?? null;
  if (!BEGIN_STANDING.has(step.type)) return null;
  const begun = effectiveSteps(of).filter(({ type }) => BEGIN_STANDING.has(type));
  const stands = fold.pauses.filter(({ kind }) => kind === 'special');
  return stands[begun.findIndex(({ id }) => id === step.id)]?.to ?? days.specialUntil;
}

export const SPECIAL: PlatformTable<EventSource> = {
  name: 'up_pro_special_procedure',
  label: '特别程序',
  columns: [
    column('project_no', { label: '办件编号', max: 50, from: ['registration.number'], of: ({ fold }) => fold.number }),
    column('special_type', {
      label: '种类：1 补正，2 听证，3 公示，4 检验鉴定等，5 其他停止计时，A 延期',
      max: 2,
      from: ['special-procedure.kind', 'paused.reason', 'event.type'],
      of: codeOf,
    }),
    column('special_name', {
      label: '名称',
      max: 100,
      from: ['special-procedure.kind', 'paused.reason'],
      of: nameOf,
    }),
    column('special_reason', {
      label: '依据、原因、期限、批准人、告知书文号',
      max: 1000,
      from: ['special-procedure.*', 'special-renewed.*', 'paused.*', 'extended.*', 'supplement-requested.*'],
      of: explained,
    }),
    column('special_time', { label: '开始日期', max: 10, from: ['event.on'], of: ({ step }) => step.on }),
    column('end_time', {
      label: '结束日期，没有结束的为计划的日期',
      max: 10,
      from: ['special-procedure.length', 'special-procedure.unit', 'special-renewed.length', 'special-renewed.unit'],
      of: endOf,
    }),
    column('handle_user', { label: '经办人', max: 100, from: ['event.by'], of: whoDid }),
    column('result', {
      label: '批准人',
      max: 50,
      from: ['special-procedure.approver', 'special-renewed.approver', 'extended.approver'],
      of: ({ data }) => textOf(data, 'approver'),
    }),
    column('applyer_user_name', {
      label: '申请人',
      max: 200,
      from: ['person.name'],
      of: ({ fold }) => fold.person.name,
    }),
  ],
};
