/** up_pro_result: how the case ended. One row a case that is concluded, refused, closed by the office or taken back by the applicant. */
import { CASE_OUTCOMES, outcomeOf } from '../../case/outcome-codes.ts';
import { countedRating } from '../../case/ratings.ts';
import { RESULT_KINDS } from '../../case/steps/concluded.ts';
import { columnsFor, type PlatformTable } from '../column.ts';
import { type CaseSource, effectiveSteps, explained, textOf, type EventSource } from '../source.ts';

const { column } = columnsFor<EventSource>();

/** The event that ended the case; null while it goes on, and of a voided one, of which everything is taken back. */
export function endingOf(of: CaseSource): string | null {
  const { result, ended } = of.fold;
  if (result !== null) return result.id;
  if (ended === null || ended === 'voided') return null;
  return effectiveSteps(of).findLast(({ type }) => type === ended)?.id ?? null;
}

function codeOf({ fold }: CaseSource): string | null {
  const outcome = outcomeOf(fold);
  return outcome === null ? null : CASE_OUTCOMES[outcome].code;
}

/** The score that counts for the case: none that the platform counted by itself. */
const satisfactionOf = ({ fold }: CaseSource): string | null => {
  return countedRating(fold.ratings)?.score.toString() ?? null;
};

export const RESULT: PlatformTable<EventSource> = {
  name: 'up_pro_result',
  label: '办结',
  columns: [
    column('project_no', { label: '办件编号', max: 50, from: ['registration.number'], of: ({ fold }) => fold.number }),
    column('result_date', { label: '办结日期', max: 10, from: ['event.on'], of: ({ step }) => step.on }),
    column('result_type', {
      label: '结果：0 准予，1 不予许可，3 撤件，4 转报办结，5 退件，6 不予受理',
      max: 2,
      from: ['concluded.result', 'event.type'],
      of: codeOf,
    }),
    column('result_explain', {
      label: '结果说明、原因',
      max: 1000,
      from: ['concluded.*', 'refused.*', 'closed.*', 'withdrawn.*'],
      of: explained,
    }),
    column('result_cetr_name', {
      label: '证照、批文名称',
      max: 200,
      from: ['registration.matter'],
      of: ({ fold, context }) =>
        fold.result?.result === 'approved' ? (context.matter(fold.matter)?.result ?? null) : null,
    }),
    column('result_cetr_no', {
      label: '证照、批文号',
      max: 80,
      from: ['concluded.resultNo'],
      of: ({ data }) => textOf(data, 'resultNo'),
    }),
    column('result_cetr_kind', {
      label: '结果种类（国家表没有这一列）',
      max: 20,
      from: ['concluded.resultKind'],
      of: ({ fold: { result } }) => (result?.kind ? RESULT_KINDS[result.kind] : null),
    }),
    column('result_cetr_org', {
      label: '发证（批准）机关（国家表没有这一列）',
      max: 80,
      from: ['concluded.issuer'],
      of: ({ fold }) => fold.result?.issuer ?? null,
    }),
    column('valid_from', {
      label: '有效期起（国家表没有这一列）',
      max: 10,
      from: ['concluded.validFrom'],
      of: ({ fold }) => fold.result?.validFrom ?? null,
    }),
    column('valid_to', {
      label: '有效期止，长期的为空（国家表没有这一列）',
      max: 10,
      from: ['concluded.validTo'],
      of: ({ fold }) => fold.result?.validTo ?? null,
    }),
    column('is_delivery_results', {
      label: '是否已送达：1 是，0 否',
      max: 1,
      from: ['event.type'],
      of: ({ fold }) => (fold.deliveredOn === null ? '0' : '1'),
    }),
    column('satisfaction', {
      label: '满意度：1 到 5',
      max: 1,
      from: ['rated.score', 'rating-given.score'],
      of: satisfactionOf,
    }),
  ],
};
