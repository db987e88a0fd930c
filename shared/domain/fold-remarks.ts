/** Remarks never move a case; they correct its person, ask, answer, rate. Each comes after the remark it speaks of, otherwise by time. */
import type { CaseNo, EventId } from './brands.ts';
import { actorOf, readRemark } from './case-rules.ts';
import type { FirstFact } from './case-progress.ts';
import type { CaseFold, CaseQuestion, FoldRemark, RuleBreach } from './case-types.ts';
import type { LedgerEvent } from './event.ts';
import { keyOfPath } from '../person/person-fields.ts';
import { PersonSchema, isVerified, normalPerson } from '../person/person.ts';
import type { RemarkData, RemarkType } from './event-types.ts';
import { kahn } from './fold-order.ts';

type Sums = Pick<
  CaseFold,
  'person' | 'note' | 'number' | 'formerNumbers' | 'questions' | 'ratings' | 'fees' | 'notified' | 'followUps'
>;
type RemarkSums = Sums & Pick<CaseFold, 'remarks'>;

/** A remark whose data fits its type. */
interface RemarkFact<T extends RemarkType = RemarkType> {
  readonly event: LedgerEvent & { readonly about: EventId };
  readonly type: T;
  readonly data: RemarkData<T>;
}

const head = (event: LedgerEvent) => ({ id: event._id, on: event.on });

const amended = (sums: Sums, { event, data }: RemarkFact<'amended'>): Sums | RuleBreach => {
  if (data.field === 'note') return { ...sums, note: data.to };
  const key = keyOfPath(data.field);
  const person = PersonSchema.safeParse(key === null ? null : { ...sums.person, [key]: data.to });
  if (!person.success) return { rule: 'data', field: 'data.to', text: '更正的内容不合格式' };
  const idVerified = key === 'idNumber' ? isVerified(data.to, event.on) : sums.person.idVerified;
  return { ...sums, person: normalPerson({ ...person.data, idVerified }, event.on) };
};

const questioned = (sums: Sums, { event, data }: RemarkFact<'questioned'>): Sums => {
  const { rule, text, field } = data;
  const question: CaseQuestion = {
    ...head(event),
    about: event.about,
    rule,
    field: field ?? null,
    text,
    by: actorOf(event),
    answers: [],
    answered: false,
  };
  return { ...sums, questions: [...sums.questions, question] };
};

const answered = (sums: Sums, { event, data }: RemarkFact<'answered'>): Sums => ({
  ...sums,
  questions: sums.questions.map((question) =>
    question.id === event.about
      ? { ...question, answered: true, answers: [...question.answers, { ...head(event), text: data.text }] }
      : question,
  ),
});

const renumbered = (sums: Sums, { data }: RemarkFact<'renumbered'>): Sums => ({
  ...sums,
  number: data.number as CaseNo,
  formerNumbers: [...sums.formerNumbers, sums.number],
});

type Adder<T extends RemarkType> = (sums: Sums, remark: RemarkFact<T>) => Sums | RuleBreach;

/** Remarks that add to what a case shows; the others are history only. */
const ADDERS: { readonly [T in RemarkType]?: Adder<T> } = {
  amended,
  questioned,
  answered,
  renumbered,
  rated: (sums, { event, data }) => ({
    ...sums,
    ratings: [...sums.ratings, { ...head(event), score: data.score, way: data.way }],
  }),
  'fee-taken': (sums, { event, data }) => ({
    ...sums,
    fees: [...sums.fees, { ...head(event), fen: data.fen, item: data.item }],
  }),
  notified: (sums, { event, data }) => ({
    ...sums,
    notified: [...sums.notified, { ...head(event), way: data.way, reached: data.reached }],
  }),
  'followed-up': (sums, { event, data }) => ({
    ...sums,
    followUps: [...sums.followUps, { ...head(event), score: data.score ?? null }],
  }),
};

/** Sums up the remarks of a case. `here`: ids of all its events that have arrived; a remark about another one waits. */
export function foldRemarks(first: FirstFact, remarks: readonly LedgerEvent[], here: ReadonlySet<string>): RemarkSums {
  let sums: Sums = {
    person: normalPerson(first.data.person, first.on),
    note: first.data.note ?? null,
    number: first.data.number,
    formerNumbers: [],
    questions: [],
    ratings: [],
    fees: [],
    notified: [],
    followUps: [],
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
  const ordered = kahn(remarks, (event) => {
    if (event.about === undefined) return [];
    if (ids.has(event.about)) return [event.about];
    return here.has(event.about) ? [] : null;
  });
  for (const event of ordered) {
    const type = event.type as RemarkType;
    const read = readRemark(event, type);
    const added = read.ok ? ADDERS[type] : undefined;
    const next = added
      ? (added as Adder<RemarkType>)(sums, { event, type, data: (read as { data: unknown }).data } as RemarkFact)
      : sums;
    const breach = read.ok ? ('rule' in next ? next : null) : read.breach;
    if (!('rule' in next)) sums = next;
    show(event, breach === null ? 'effective' : 'ineffective', breach);
  }
  const placed = new Set(ordered.map((event) => event._id));
  for (const event of kahn(
    remarks.filter((remark) => !placed.has(remark._id)),
    () => [],
  ))
    show(event, 'waiting', null);
  return { ...sums, remarks: out };
}
