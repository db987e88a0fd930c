/** Remarks never move a case; they correct its person, ask, answer, rate. Each comes after the remark it speaks of, otherwise by time. */
import type { RuleBreach } from '../breach.ts';
import type { CaseSums } from '../define-remark.ts';
import { REMARKS } from '../remarks/index.ts';
import type { RemarkSpec, RemarkType } from '../remarks/index.ts';
import { normalPerson } from '../../person/person.ts';
import type { FirstFact } from '../steps/index.ts';
import { actorOf, readRemark } from '../case-rules.ts';
import type { CaseFold, FoldRemark } from '../case-types.ts';
import type { LedgerEvent } from '../../event/event.ts';
import type { Corrections } from './fold-corrections.ts';
import { topologicalOrder } from './fold-order.ts';

type RemarkSums = CaseSums & Pick<CaseFold, 'remarks'>;

/** Sums up the remarks of a case. `here`: ids of all its events that have arrived; a remark about another one waits. */
export function foldRemarks(
  first: FirstFact,
  remarks: readonly LedgerEvent[],
  here: ReadonlySet<string>,
  corrections: Corrections,
): RemarkSums {
  let sums: CaseSums = {
    person: normalPerson(first.data.person, first.on),
    note: first.data.note ?? null,
    number: first.data.number,
    formerNumbers: [],
    questions: [],
    ratings: [],
    ratingsAsked: [],
    fees: [],
    works: [],
    notified: [],
    platform: null,
    followUps: [],
    apology: null,
    green: null,
    greenWord: null,
  };
  const out: FoldRemark[] = [];
  const show = (event: LedgerEvent, effect: FoldRemark['effect'], breach: RuleBreach | null): void => {
    const type = event.type as RemarkType;
    const reason = effect === 'waiting' ? '所针对的事件还没有到' : (breach?.text ?? null);
    const breaches = breach ? [breach] : [];
    out.push({
      id: event._id,
      type,
      about: event.about ?? null,
      on: event.on,
      by: actorOf(event),
      effect,
      reason,
      breaches,
    });
  };

  const ids = new Set<string>(remarks.map((event) => event._id));
  const ordered = topologicalOrder(remarks, (event) => {
    if (event.about === undefined) return [];
    if (ids.has(event.about)) return [event.about];
    return here.has(event.about) ? [] : null;
  });
  for (const event of ordered) {
    const type = event.type as RemarkType;
    const read = readRemark(event, type);
    const spec: RemarkSpec = REMARKS[type];
    const next = (read.ok ? spec.add?.(sums, read.fact) : undefined) ?? sums;
    const breach = read.ok ? ('rule' in next ? next : (corrections.breaches.get(event._id) ?? null)) : read.breach;
    if (!('rule' in next)) sums = next;
    show(event, breach === null ? 'effective' : 'ineffective', breach);
  }
  const placed = new Set(ordered.map((event) => event._id));
  for (const event of topologicalOrder(
    remarks.filter((remark) => !placed.has(remark._id)),
    () => [],
  ))
    show(event, 'waiting', null);
  return { ...sums, remarks: out };
}
