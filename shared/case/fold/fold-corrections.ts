/**
 * What the steps of a case say by its corrections (更正). A correction speaks about one step and changes single fields of it; of two that change one field the
 * canonical later one counts, and both stay in the history. It moves no step and no verdict: in which order steps are looked at, whether their writer might
 * take them and which of them are the same stays as it was written. What they did to the case is done anew with what they say now.
 *
 *     received  2017-11-06
 *     accepted  2017-11-06  after received
 *     corrected 2017-11-08  about accepted: on 2017-11-06 → 2017-11-07
 *
 *     fold: accepted on 2017-11-07, and every limit is counted from there
 */
import type { EventId, LocalDate } from '../../base/brands.ts';
import { LocalDateSchema } from '../../base/local-date.ts';
import type { LedgerEvent } from '../../event/event.ts';
import { breach } from '../breach.ts';
import type { RuleBreach } from '../breach.ts';
import { isFirstEvent, readRemark, writtenOn } from '../case-rules.ts';
import type { SaidNow } from '../case-types.ts';
import { SAID_ON } from '../correctable.ts';
import { rowsOfStep } from '../corrections-of.ts';
import { STEPS } from '../steps/index.ts';
import type { StepSpec, StepType } from '../steps/index.ts';
import { compareEvents } from './fold-order.ts';

export interface Corrections {
  /** The steps that were put right. */
  readonly said: ReadonlyMap<EventId, SaidNow>;
  /** Why a correction has no effect. */
  readonly breaches: ReadonlyMap<EventId, RuleBreach>;
}

interface Change {
  readonly field: string;
  readonly to: unknown;
}

/** How a step is read, and which of its fields may be put right; null where nothing may. */
function readingOfStep(event: LedgerEvent) {
  const isFirst = isFirstEvent(event);
  const type = event.type as StepType;
  const spec: StepSpec = STEPS[type];
  const reads = isFirst ? spec.first?.reads : spec.reads;
  const rows = rowsOfStep(type, isFirst);
  return reads === undefined || rows.length === 0 ? null : { isFirst, reads, rows };
}

const WRONG = '更正的内容不合格式';

/** The step with these changes; null where they do not fit it. */
function withChanges(
  event: LedgerEvent,
  before: SaidNow,
  { changes, written }: { readonly changes: readonly Change[]; readonly written: LocalDate | null },
): SaidNow | null {
  const step = readingOfStep(event);
  if (step === null || !step.reads.safeParse(before.data).success) return null;
  let day = { on: before.on, written: before.written };
  const data: Record<string, unknown> = { ...before.data };
  for (const { field, to } of changes) {
    if (!step.rows.some((row) => row.field === field)) return null;
    if (field === SAID_ON) {
      const on = LocalDateSchema.safeParse(to);
      if (!on.success) return null;
      day = { on: on.data, written };
      // The day was entered later than it happened, and says so.
      if (step.isFirst) data['backdated'] = true;
    } else if (to === null) delete data[field];
    else data[field] = to;
  }
  const read = step.reads.safeParse(data);
  return read.success ? { ...day, data: read.data as SaidNow['data'] } : null;
}

/** Looks at the corrections in canonical order. `steps`: those of the case that are here. */
export function readCorrections(steps: readonly LedgerEvent[], remarks: readonly LedgerEvent[]): Corrections {
  const said = new Map<EventId, SaidNow>();
  const breaches = new Map<EventId, RuleBreach>();
  const byId = new Map(steps.map((event) => [event._id, event]));
  const corrections = remarks.filter(({ type }) => type === 'corrected').sort(compareEvents);
  for (const event of corrections) {
    const read = readRemark(event, 'corrected');
    const step = event.about === undefined ? undefined : byId.get(event.about);
    if (!read.ok || event.about === undefined) continue;
    if (step === undefined) {
      breaches.set(event._id, breach('shape', '更正没有写明针对哪一步', 'about'));
      continue;
    }
    const before = said.get(step._id) ?? { on: step.on, written: writtenOn(step), data: step.data };
    const after = withChanges(step, before, {
      changes: read.fact.data['changes'] as readonly Change[],
      written: writtenOn(event),
    });
    if (after === null) breaches.set(event._id, breach('data', WRONG, 'data.changes'));
    else said.set(step._id, after);
  }
  return { said, breaches };
}
