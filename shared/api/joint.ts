/** The part of a site's contract about joint filings (一件事一次办). */
import { z } from 'zod';
import type { CaseNo, EventId, LocalDate } from '../base/brands.ts';
import { DESPITE_LENGTH } from '../case/registration.ts';
import { MaterialListSchema } from '../case/materials.ts';
import type { CaseState } from '../case/states.ts';
import type { Matter, MatterSet } from '../matter/catalogue.ts';
import type { PaperOfSet } from '../matter/matter-sets.ts';
import { TypedPersonSchema } from '../person/person.ts';
import { method } from './contract.ts';

/** A set with its matters and all their papers. */
export interface SetDetail extends MatterSet {
  readonly all: readonly Matter[];
  readonly papers: readonly PaperOfSet[];
}

/** One case of a joint filing. */
interface JointCase {
  readonly case: EventId;
  readonly number: CaseNo;
  readonly matterName: string;
  readonly window: string;
  readonly state: CaseState;
  readonly status: string;
  readonly dueOn: LocalDate | null;
  /** Concluded, or ended without a result. */
  readonly done: boolean;
}

/** The whole filing, as it stands. */
export interface JointFiling {
  readonly name: string;
  /** In the order of their numbers; voided ones are not among them. */
  readonly cases: readonly JointCase[];
  /** All of them are done. */
  readonly done: boolean;
  /** The latest promised day of those that are open; null where one has none yet. */
  readonly dueOn: LocalDate | null;
}

const setCode = z.string().max(20);

export const jointMethods = {
  'matters.sets': method<readonly MatterSet[]>()(z.strictObject({}), 'open'),
  'matters.set': method<SetDetail>()(z.strictObject({ code: setCode }), 'open'),
  /** One case for each matter of the set, in one action: all of them are on disk, or none. `papers`: each paper once, for every matter that asks for it. */
  'cases.registerJoint': method<{ readonly cases: readonly EventId[] }>()(
    z.strictObject({
      set: setCode,
      person: TypedPersonSchema,
      papers: MaterialListSchema,
      /** Promised ones are accepted at once; immediate ones wait to be concluded. */
      accept: z.boolean().default(false),
      note: z.string().max(500).optional(),
      /** As in `cases.register`, for those of the matters that it is about. */
      despite: z.string().max(DESPITE_LENGTH).optional(),
    }),
    'staff',
  ),
} as const;
