/** The county's decisions about records kept aside: by case, with person, time and reason. '' says that something has not happened. */
import type { Migration } from '../../store/types.ts';

const STEPS = `
  ALTER TABLE hub_intake ADD COLUMN case_id TEXT NOT NULL DEFAULT '';
  ALTER TABLE hub_intake ADD COLUMN decided_at TEXT NOT NULL DEFAULT '';
  ALTER TABLE hub_intake ADD COLUMN decided_by TEXT NOT NULL DEFAULT '';
  ALTER TABLE hub_intake ADD COLUMN reason TEXT NOT NULL DEFAULT '';
  UPDATE hub_intake SET case_id = coalesce(document ->> '$.case', id) WHERE document ->> '$.type' NOT LIKE 'site.%';
  CREATE INDEX hub_intake_id ON hub_intake (id);
  CREATE INDEX hub_intake_group ON hub_intake (decision, ledger, device, case_id, decided_at);
`;

export const intake: Migration = { number: 3, name: 'intake', up: (sqlite) => void sqlite.exec(STEPS) };
