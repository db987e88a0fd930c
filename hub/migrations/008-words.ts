/** Tables and columns are called what the code calls them: held events, the change counter, boots. */
import type { Migration } from '../../store/types.ts';

const STEPS = `
  ALTER TABLE hub_intake RENAME TO hub_held;
  DROP INDEX hub_intake_id;
  DROP INDEX hub_intake_group;
  DROP INDEX hub_intake_owner;
  CREATE INDEX hub_held_id ON hub_held (id);
  CREATE INDEX hub_held_group ON hub_held (decision, ledger, device, case_id, decided_at);
  CREATE INDEX hub_held_owner ON hub_held (owner, decision, ledger, device, case_id, bytes);

  ALTER TABLE hub_stick RENAME COLUMN intake TO held;

  ALTER TABLE hub_move RENAME TO hub_change;
  ALTER TABLE hub_change RENAME COLUMN move TO change;
  DROP INDEX hub_move_order;
  CREATE INDEX hub_change_order ON hub_change (change);

  ALTER TABLE hub_start RENAME TO hub_boot;
  ALTER TABLE hub_boot RENAME COLUMN start TO boot;
  ALTER TABLE hub_boot RENAME COLUMN move TO change;
`;

export const words: Migration = { number: 8, name: 'words', up: (sqlite) => void sqlite.exec(STEPS) };
