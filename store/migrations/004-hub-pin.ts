/** The hub's TLS key, by which a site knows it. '' for a file from before: it knows no key, and is told to check one with a code. */
import type { Migration } from '../types.ts';

const STEP = `
  ALTER TABLE identity ADD COLUMN hub_pin TEXT NOT NULL DEFAULT '';
  UPDATE identity SET hub_address = 'https://' || substr(hub_address, 8) WHERE hub_address LIKE 'http://%';
`;

export const hubPin: Migration = { number: 4, name: 'hub-pin', up: (sqlite) => void sqlite.exec(STEP) };
