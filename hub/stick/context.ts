/** What the hub's work with sticks is done with. */
import type { Ledger } from '../../store/types.ts';
import type { HubIdentity } from '../admin/hub-file.ts';

export interface StickContext {
  readonly ledger: Ledger;
  readonly hub: HubIdentity;
  /** ms UTC. */
  readonly now: number;
  /** Of this program. */
  readonly version: string;
}
