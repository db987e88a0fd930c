/** Every class, in the order in which a round plays them. */
import type { AttackClass } from '../attack.ts';
import { backups } from './backups.ts';
import { between } from './between.ts';
import { bombs } from './bombs.ts';
import { brakes } from './brakes.ts';
import { budgets } from './budgets.ts';
import { claims } from './claims.ts';
import { connections } from './connections.ts';
import { console } from './console.ts';
import { endless } from './endless.ts';
import { figures } from './figures.ts';
import { killed } from './killed.ts';
import { paths } from './paths.ts';
import { planted } from './planted.ts';
import { quotas } from './quotas.ts';
import { reading } from './reading.ts';
import { replays } from './replays.ts';
import { said } from './said.ts';
import { slow } from './slow.ts';
import { smuggling } from './smuggling.ts';
import { texts } from './texts.ts';
import { users } from './users.ts';

export const CLASSES: readonly AttackClass[] = [
  // First: it looks at the most that the hub ever held.
  bombs,
  said,
  budgets,
  claims,
  brakes,
  reading,
  connections,
  quotas,
  texts,
  backups,
  killed,
  slow,
  figures,
  planted,
  smuggling,
  paths,
  console,
  replays,
  between,
  users,
  // Last: what it leaves in the village's ledger burdens every site that brings it down.
  endless,
];
