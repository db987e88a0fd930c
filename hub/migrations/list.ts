/** The hub's own tables, step by step. A step that was released is never changed; a new one is added below it. */
import type { MigrationList } from '../../store/types.ts';
import { first } from './001-first.ts';
import { due } from './002-due.ts';
import { intake } from './003-intake.ts';
import { sticks } from './004-sticks.ts';
import { couchdb } from './005-couchdb.ts';
import { starts } from './006-starts.ts';
import { quotas } from './007-quotas.ts';
import { words } from './008-words.ts';

export const HUB_MIGRATIONS: MigrationList = {
  list: 'hub',
  migrations: [first, due, intake, sticks, couchdb, starts, quotas, words],
};
