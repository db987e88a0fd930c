/** Whether a step may be taken in a state, by a place, with its data: the rules that hold of every step, and those that each step says of itself. */
import type { z } from 'zod';
import { chineseIssue } from '../api/chinese-issue.ts';
import { breach } from './breach.ts';
import type { RuleBreach } from './breach.ts';
import { clearlyAfter } from './days.ts';
import { isSiteEventType } from './site-events.ts';
import type { RemarkFact } from './define-remark.ts';
import type { Field, Fields } from './field.ts';
import { holderBreach, powerBreach } from './mandate.ts';
import type { Actor, CaseProgress } from './progress.ts';
import { REMARKS } from './remarks/index.ts';
import type { RemarkType } from './remarks/index.ts';
import type { Role } from './roles.ts';
import { CASE_STATES } from './states.ts';
import type { CaseState } from './states.ts';
import { STEPS, isStepType } from './steps/index.ts';
import type { FirstFact, StepFact, StepSpec, StepType } from './steps/index.ts';
import type { Terms } from './terms.ts';
import type { EventId, LocalDate, PlaceCode } from '../base/brands.ts';
import { compactDate, localDateOf } from '../base/local-date.ts';
import { instantOf } from '../event/event.ts';
import type { LedgerEvent } from '../event/event.ts';

/** Returns the roles of a place, by its kind: village 12 digits, centre 11, county 6 (its staff and its machine). */
export function rolesOf(place: PlaceCode): readonly Role[] {
  if (place.length === 12) return ['agent'];
  if (place.length === 11) return ['clerk'];
  return ['county', 'hub'];
}

/** Returns whether the event begins a case. Then its id is the case. */
export function isFirstEvent(event: Pick<LedgerEvent, 'type' | 'case' | 'after' | 'about'>): boolean {
  return (
    isStepType(event.type) &&
    (STEPS[event.type] as StepSpec).first !== undefined &&
    event.case === undefined &&
    event.after === undefined &&
    event.about === undefined
  );
}

/** The case an event belongs to; null for site events and for what belongs to none. */
export function caseOf(event: Pick<LedgerEvent, '_id' | 'type' | 'case' | 'after' | 'about'>): EventId | null {
  if (isSiteEventType(event.type)) return null;
  return event.case ?? (isFirstEvent(event) ? event._id : null);
}

export function actorOf(event: Pick<LedgerEvent, 'by'>): Actor {
  return { place: event.by.place, staff: event.by.staff, window: event.by.window ?? null };
}

type Wrong = { readonly ok: false; readonly breach: RuleBreach };
type Checked<T> = { readonly ok: true; readonly data: T } | Wrong;

/** `fields`: those of the data; their labels say what is wrong. */
function checkData(schema: z.ZodType, data: unknown, fields: Fields): Checked<unknown> {
  const parsed = schema.safeParse(data, { error: chineseIssue });
  if (parsed.success) return { ok: true, data: parsed.data };
  const issue = parsed.error.issues[0];
  const [key = '', ...within] = (issue?.path ?? []).map(String);
  const said = (issue?.message ?? '').replace(/。$/u, '');
  const text = Object.hasOwn(fields, key) ? `${(fields[key] as Field).label}：${said}` : said;
  const field = ['data', ...(key === '' ? [] : [key]), ...within].join('.');
  return { ok: false, breach: breach('data', `内容不合格式：${text}`.slice(0, 400), field.slice(0, 80)) };
}

/** A first event with checked data, or the rule that makes it unreadable. */
export function readFirst(event: LedgerEvent): Wrong | { readonly ok: true; readonly fact: FirstFact } {
  const first = isStepType(event.type) ? (STEPS[event.type] as StepSpec).first : undefined;
  if (first === undefined) return { ok: false, breach: breach('shape', '这一步不能作为办件的第一步') };
  const checked = checkData(first.reads, event.data, first.fields);
  if (!checked.ok) return checked;
  return {
    ok: true,
    fact: { id: event._id, type: event.type, on: event.on, by: actorOf(event), data: checked.data } as FirstFact,
  };
}

/** A later step with checked data, or the rule that makes it ineffective wherever it stands. */
export function readStep(event: LedgerEvent, type: StepType): Wrong | { readonly ok: true; readonly fact: StepFact } {
  const spec: StepSpec = STEPS[type];
  if (event.about !== undefined) return { ok: false, breach: breach('shape', '步骤不应带有所针对的事件', 'about') };
  if (event.after === undefined) return { ok: false, breach: breach('shape', '步骤没有写明接在哪一步之后', 'after') };
  if (spec.reads === undefined || spec.fields === undefined)
    return { ok: false, breach: breach('state', `“${spec.label}”只能作为办件的第一步`) };
  const checked = checkData(spec.reads, event.data, spec.fields);
  if (!checked.ok) return checked;
  return { ok: true, fact: { id: event._id, type, on: event.on, by: actorOf(event), data: checked.data } as StepFact };
}

const hasRole = (allowed: readonly Role[], place: PlaceCode): boolean =>
  rolesOf(place).some((role) => allowed.includes(role));

const roleBreach = (label: string, place: PlaceCode): RuleBreach =>
  breach('role', `${ROLE_NAMES[rolesOf(place)[0] as Role]}不能办理“${label}”`, 'by.place');
const ROLE_NAMES: Readonly<Record<Role, string>> = {
  agent: '村级代办点',
  clerk: '便民服务中心',
  county: '县级',
  hub: '县级',
};

/** A remark with checked data, or why it has no effect. */
export function readRemark(
  event: LedgerEvent,
  type: RemarkType,
): Wrong | { readonly ok: true; readonly fact: RemarkFact<Record<string, unknown>> } {
  const { _id: id, on, about } = event;
  if (about === undefined) return { ok: false, breach: breach('shape', '没有写明针对哪一事件', 'about') };
  const spec = REMARKS[type];
  if (!hasRole(spec.roles, event.by.place)) return { ok: false, breach: roleBreach(spec.label, event.by.place) };
  const checked = checkData(spec.reads, event.data, spec.fields);
  if (!checked.ok) return checked;
  return { ok: true, fact: { id, on, by: actorOf(event), about, data: checked.data as Record<string, unknown> } };
}

const firstRoleBreach = (first: FirstFact): RuleBreach | null => {
  const spec: StepSpec = STEPS[first.type];
  return hasRole(spec.roles, first.by.place) ? null : roleBreach(spec.label, first.by.place);
};

/** Returns whether a place with these roles may take a step of this type in this state. Forms and the fold both ask this. */
export function stateAllows(
  type: StepType,
  progress: CaseProgress,
  terms: Terms,
  roles: readonly Role[],
): RuleBreach | null {
  const spec: StepSpec = STEPS[type];
  if (!spec.roles.some((role) => roles.includes(role)))
    return breach('role', `${ROLE_NAMES[roles[0] ?? 'hub']}不能办理“${spec.label}”`, 'by.place');
  const states: readonly CaseState[] = spec.only?.[roles[0] as Role] ?? spec.from;
  if (!states.includes(progress.state)) {
    if (spec.from.includes(progress.state))
      return breach('role', `办件已在乡镇，村里不能再“${spec.label}”`, 'by.place');
    return breach('state', `办件处于“${CASE_STATES[progress.state]}”，不能“${spec.label}”`, 'type');
  }
  const power = roles[0] === 'agent' ? (spec.acts?.(progress) ?? null) : null;
  return (power === null ? null : powerBreach(progress.mandate, power)) ?? spec.refuses?.(progress, terms) ?? null;
}

/** Another agent than the holder takes a step that the mandate covers; null: the holder does, or it is no such step. */
export function actingBreach(
  type: StepType,
  { mandate }: Pick<CaseProgress, 'mandate'>,
  by: Pick<Actor, 'place' | 'staff'>,
): RuleBreach | null {
  const { acts }: StepSpec = STEPS[type];
  return acts === undefined || !rolesOf(by.place).includes('agent') ? null : holderBreach(mandate, by.place, by.staff);
}

/** The day on which an event was written; null where the offset is not known: the machine's clock then proves nothing (LEDGER §4). */
export const writtenOn = (event: LedgerEvent): LocalDate | null =>
  event.offset === null ? null : localDateOf(instantOf(event) || 0);

/** What the fold shows and the hub asks about although the step stands. */
function flagsOfDate(on: LocalDate, written: LocalDate | null, previous: LocalDate | null): RuleBreach[] {
  const flags: RuleBreach[] = [];
  if (previous !== null && on < previous) flags.push(breach('date', `办理日期 ${on} 早于前一步的 ${previous}`, 'on'));
  if (written !== null && clearlyAfter(on, written))
    flags.push(breach('date', `办理日期 ${on} 晚于录入日期 ${written}`, 'on'));
  return flags;
}

/** Rules about the first event that do not keep the case from beginning. `written`: the day on which the day of the step was written. */
export function flagsOfFirst(event: LedgerEvent, first: FirstFact, written: LocalDate | null): RuleBreach[] {
  const flags = flagsOfDate(first.on, written, null);
  const role = firstRoleBreach(first);
  if (role) flags.push(role);
  if (!first.data.number.startsWith(`${event.by.place}-${compactDate(event.on)}-`))
    flags.push(breach('number', '办件编号与登记地点或日期不符', 'data.number'));
  const { first: rules }: StepSpec = STEPS[first.type];
  return [...flags, ...(rules?.flags?.(first, written) ?? [])];
}

const township = (place: PlaceCode): string => place.slice(0, 9);

/**
 * A case stays in the ledger it began in: a centre's own case is its own affair, a village's case the village's and that of the
 * centre of its township. (Which centre serves a village on a day is the hub's to check; it knows `serves`.)
 */
function placeBreach(ledgerPlace: PlaceCode, place: PlaceCode): RuleBreach | null {
  if (place.length === 6 || place === ledgerPlace) return null;
  if (ledgerPlace.length === 12 && place.length === 11 && township(place) === township(ledgerPlace)) return null;
  return breach('place', '办理地点与办件所在的乡镇、村不符', 'by.place');
}

/** Rules that an effective step breaks. `before`: the case as its writer saw it; `previous`: the latest day of a step before. */
export function flagsOfStep(
  event: LedgerEvent,
  step: StepFact,
  before: CaseProgress,
  context: {
    readonly terms: Terms;
    readonly ledgerPlace: PlaceCode;
    readonly previous: LocalDate;
    readonly written: LocalDate | null;
  },
): RuleBreach[] {
  const flags = flagsOfDate(step.on, context.written, context.previous);
  const place = placeBreach(context.ledgerPlace, step.by.place);
  if (place) flags.push(place);
  // Of a slip of which no step spoke, the fold asks what it always did.
  const acting = before.mandate?.said === true ? actingBreach(step.type, before, step.by) : null;
  if (acting) flags.push(acting);
  const spec: StepSpec = STEPS[step.type];
  return [...flags, ...(spec.flags?.(step, before, context.terms) ?? [])];
}
