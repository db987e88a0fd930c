/** The part of a site's contract about the change of agents (代办员交接): what an agent holds, and signing it over. */
import { z } from 'zod';
import type { CaseNo, EventId, LocalDate, PlaceCode, StaffId } from '../base/brands.ts';
import { EventIdSchema, PlaceCodeSchema, StaffIdSchema } from '../base/brands.ts';
import { method } from './contract.ts';

/** An open slip, papers or a result that an agent is to pass on. */
export interface HeldCase {
  readonly case: EventId;
  readonly number: CaseNo;
  readonly name: string;
  readonly matterName: string;
  readonly on: LocalDate;
  readonly status: string;
  /** null: a centre holds it. */
  readonly holder: StaffId | null;
  /** Papers of the villager in the agent's hands; empty where the centre has them. */
  readonly papers: readonly string[];
  /** The result, or how it ended, is not in the villager's hands. */
  readonly untold: boolean;
}

export interface HeldInVillage {
  readonly village: PlaceCode;
  readonly villageName: string;
  readonly centreName: string;
  /** Of the village, at work or not; and holders who are not known here. */
  readonly agents: readonly { readonly id: StaffId; readonly name: string; readonly active: boolean }[];
  readonly rows: readonly HeldCase[];
  /** Rows in this machine's grid that were not handed in: the agent who does it holds them. */
  readonly drafts: number;
}

/** What was signed over, for the list that both sign. */
export interface AgentChange {
  readonly list: string;
  readonly villageName: string;
  readonly on: LocalDate;
  readonly from: string;
  readonly to: string;
  readonly note: string;
  readonly rows: readonly HeldCase[];
}

const HandOverSchema = z.strictObject({
  village: PlaceCodeSchema,
  from: StaffIdSchema.nullable(),
  to: StaffIdSchema.nullable(),
  cases: z.array(EventIdSchema).min(1, '请至少勾选一件').max(2000),
  note: z.string().trim().max(500).optional(),
});
export type HandOverInput = z.output<typeof HandOverSchema>;

export const mandateMethods = {
  /** A village asks about itself, a centre about a village that it serves. */
  'mandates.held': method<HeldInVillage>()(z.strictObject({ village: PlaceCodeSchema }), 'staff'),
  /** `to` null: the centre takes over. All of it or nothing. */
  'mandates.handOver': method<AgentChange>()(HandOverSchema, 'staff'),
} as const;
