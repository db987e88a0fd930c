/** The device for whose quota a record kept aside and a checkpoint count, and how much (hub/http/limits.ts). */
import type { Migration } from '../../store/types.ts';

const STEPS = `
  ALTER TABLE hub_intake ADD COLUMN owner TEXT NOT NULL DEFAULT '';
  ALTER TABLE hub_intake ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
  UPDATE hub_intake SET owner = iif(why IN ('carrier', 'author'), carrier, device), bytes = octet_length(document);
  CREATE INDEX hub_intake_owner ON hub_intake (owner, decision, ledger, device, case_id, bytes);

  CREATE TABLE hub_local (
    name TEXT NOT NULL, id TEXT NOT NULL, device TEXT NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (name, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX hub_local_device ON hub_local (device, bytes);
`;

export const quotas: Migration = { number: 7, name: 'quotas', up: (sqlite) => void sqlite.exec(STEPS) };
