/**
 * Enrolment codes: for one place and one machine, shown once, 72 hours, locked after 5 failures. Of the 12 secret characters the first
 * four name the code, so that a failure counts against it; the other eight are kept as a slow hash. The 12 that tell the hub's key
 * are for the machine alone.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { DeviceId, PlaceCode } from '../../shared/base/brands.ts';
import type { ReadDb, WriteDb } from '../../store/types.ts';
import { ungrouped } from '../../shared/base/easy-text.ts';
import { CODE_SECRET_LENGTH, writeEnrolmentCode } from '../../shared/place/enrolment-code.ts';
import { randomEasy } from '../admin/readable-secret.ts';

const NAME_LENGTH = 4;
const SECRET_LENGTH = CODE_SECRET_LENGTH - NAME_LENGTH;
const LIFE_MS = 72 * 3_600_000;
const MAX_FAILURES = 5;

const slow = promisify(scrypt) as (text: string, salt: string, length: number) => Promise<Buffer>;
const hashOf = async (secret: string, salt: string): Promise<string> =>
  (await slow(secret, salt, 32)).toString('base64url');

type CodeState = 'open' | 'used' | 'locked' | 'expired' | 'cancelled';

export interface Code {
  readonly id: string;
  readonly place: PlaceCode;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly state: CodeState;
  /** Public key of the machine that used it; '' before. */
  readonly usedKey: string;
  readonly device: DeviceId | '';
}

interface CodeRow {
  readonly id: string;
  readonly place: string;
  readonly salt: string;
  readonly hash: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly failures: number;
  readonly cancelled: number;
  readonly used_key: string;
  readonly device: string;
}

function stateOf(row: CodeRow, now: number): CodeState {
  if (row.cancelled === 1) return 'cancelled';
  if (row.failures >= MAX_FAILURES) return 'locked';
  if (Date.parse(row.expires_at) <= now) return 'expired';
  return row.used_key === '' ? 'open' : 'used';
}

const toCode = (row: CodeRow, now: number): Code => ({
  id: row.id,
  place: row.place as PlaceCode,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  state: stateOf(row, now),
  usedKey: row.used_key,
  device: row.device as DeviceId | '',
});

const rowOf = (file: ReadDb, id: string) =>
  file.sql('SELECT * FROM hub_code WHERE id = ?').get(id) as CodeRow | undefined;

/** A new code, to be shown once; `pin` is that of the key by which the hub will be known. */
export async function createCode(
  file: WriteDb,
  place: PlaceCode,
  pin: string,
  now: number,
): Promise<{ code: string; expiresAt: string }> {
  let id = randomEasy(NAME_LENGTH);
  while (rowOf(file, id) !== undefined) id = randomEasy(NAME_LENGTH);
  const secret = randomEasy(SECRET_LENGTH);
  const salt = randomBytes(16).toString('base64url');
  const hash = await hashOf(secret, salt);
  const expiresAt = new Date(now + LIFE_MS).toISOString();
  file
    .sql(
      `INSERT INTO hub_code (id, place, salt, hash, created_at, expires_at, failures, cancelled, used_key, device)
       VALUES (?, ?, ?, ?, ?, ?, 0, 0, '', '')`,
    )
    .run(id, place, salt, hash, new Date(now).toISOString(), expiresAt);
  return { code: writeEnrolmentCode(id + secret, pin), expiresAt };
}

export function listCodes(file: ReadDb, now: number): Code[] {
  const rows = file.sql('SELECT * FROM hub_code ORDER BY created_at DESC, id').all() as CodeRow[];
  return rows.map((row) => toCode(row, now));
}

/** False when there is no such code, or nothing left to cancel. */
export function cancelCode(file: WriteDb, id: string, now: number): boolean {
  const row = rowOf(file, id);
  if (row === undefined || stateOf(row, now) === 'used') return false;
  file.sql('UPDATE hub_code SET cancelled = 1 WHERE id = ?').run(id);
  return true;
}

/** Ends every code that was not used: what they name is no longer there. */
export function cancelOpenCodes(file: WriteDb): void {
  file.sql("UPDATE hub_code SET cancelled = 1 WHERE used_key = ''").run();
}

function countFailures(file: WriteDb, id: string, more: number): void {
  file.sql('UPDATE hub_code SET failures = failures + ? WHERE id = ?').run(more, id);
}

/**
 * The code that was typed, if it is right and lives (open, or used: the answer may have been lost); null otherwise. Counts failures.
 * `braked`: too many were wrong before, and a slow hash is made only for a code that lives, which its own failures bound.
 */
export async function checkCode(file: WriteDb, typed: string, now: number, braked = false): Promise<Code | null> {
  const text = ungrouped(typed);
  const row = text.length === CODE_SECRET_LENGTH ? rowOf(file, text.slice(0, NAME_LENGTH)) : undefined;
  const state = row === undefined ? 'locked' : stateOf(row, now);
  const lives = state === 'open' || state === 'used';
  // Counted before the slow hash and given back when it was right: five tries at once are five tries.
  if (row !== undefined && lives) countFailures(file, row.id, 1);
  if (braked && !lives) return null;
  // The hash is made for unknown names too, so that the time tells nothing.
  const hash = await hashOf(text.slice(NAME_LENGTH), row?.salt ?? 'none');
  if (row === undefined || !lives || !timingSafeEqual(Buffer.from(hash), Buffer.from(row.hash))) return null;
  countFailures(file, row.id, -1);
  return toCode(rowOf(file, row.id) ?? row, now);
}

/** Within the caller's transaction. False when another request used it meanwhile. */
export function useCode(file: WriteDb, id: string, key: string, device: DeviceId): boolean {
  return (
    file.sql("UPDATE hub_code SET used_key = ?, device = ? WHERE id = ? AND used_key = ''").run(key, device, id)
      .changes === 1
  );
}
