import {
  copyFileSync,
  mkdtempSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { SEED } from '../runner/seed.ts';
import { openStore, type Store } from '../../store/pouch/index.ts';
import { BATCH, LEDGER, examine, prepareConnection, project } from './adapter-file.ts';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import { crashAdapter } from './adapter.ts';

function writeBatch(store: Store, number: number): void {
  const docs = Array.from({ length: BATCH }, (_, i) => ({
    _id: `batch-${number}-${i}`,
    _rev: '1-a',
    text: 'x'.repeat(300),
  }));
  store.putFirst(LEDGER, docs);
}

/** Overwrites some bytes with others. */
function garble(path: string, offset: number, bytes: Uint8Array): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, offset);
  closeSync(file);
}

describe('after a crash', () => {
  it('every acknowledged write is there and no batch is torn, 50 times over', { timeout: 120_000 }, async () => {
    const report = await crashAdapter(50, SEED);
    expect(report.faults, `seed ${SEED}`).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(100);
  });

  it('a log that is cut or garbled past the last acknowledged commit loses nothing that was acknowledged', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pouch-wal-'));
    const next = seededRandom(SEED);
    try {
      for (let round = 0; round < 30; round++) {
        const path = join(folder, `${round}.db`);
        const connection = new Database(path);
        prepareConnection(connection);
        const store = openStore(connection, { onWrite: (database, docs) => project(connection, database, docs) });
        const acknowledged = new Set<string>();
        for (let number = 0; number < 3; number++) {
          writeBatch(store, number);
          acknowledged.add(`batch ${number}`);
        }
        const safe = statSync(`${path}-wal`).size;
        for (let number = 3; number < 6; number++) writeBatch(store, number);
        const copy = join(folder, `${round}-copy.db`);
        copyFileSync(path, copy);
        copyFileSync(`${path}-wal`, `${copy}-wal`);
        connection.close();

        const end = statSync(`${copy}-wal`).size;
        expect(end).toBeGreaterThan(safe);
        const offset = safe + Math.floor(next() * (end - safe));
        if (round % 2 === 0) truncateSync(`${copy}-wal`, offset);
        else
          garble(
            `${copy}-wal`,
            offset,
            Uint8Array.from({ length: Math.min(64, end - offset) }, () => next() * 256),
          );
        expect(examine(copy, 'store', acknowledged), `seed ${SEED}, round ${round}, offset ${offset}`).toEqual([]);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('the examiner sees a lost write and a torn batch', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pouch-examiner-'));
    try {
      const path = join(folder, 'a.db');
      const connection = new Database(path);
      prepareConnection(connection);
      const store = openStore(connection, { onWrite: (database, docs) => project(connection, database, docs) });
      writeBatch(store, 1);
      store.purge(LEDGER, 'batch-1-0');
      connection.close();
      const faults = examine(path, 'store', new Set(['batch 1', 'batch 2']));
      expect(faults).toContain('batch 2 was acknowledged and is lost');
      expect(faults).toContain(`batch 1 is torn: ${BATCH - 1} of ${BATCH}`);
      expect(readFileSync(path).includes('SQLite format 3')).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
