import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sqlite from './index.ts';
import type { Pouch } from './testing/documents.ts';
import { Opened } from './testing/opened.ts';
import { orderless, portrait } from './testing/portrait.ts';
import { play, portraits, step, type Side, type Step } from './testing/programs.ts';
import { strayRows } from './testing/rows.ts';

PouchDB.plugin(memory).plugin(sqlite);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pouch-differential-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ADAPTERS = ['sqlite', 'memory', 'leveldb'] as const;

/** A database in a folder of its own below `home`. */
function open(home: string, adapter: string, options: object): Opened {
  const place = mkdtempSync(join(home, 'db-'));
  return new Opened(adapter, join(place, adapter), options);
}

/** Plays one program on every adapter; each answer, and the whole content at the end, must be that of the oracles. */
async function compare(program: Step[], options: object): Promise<void> {
  // Of one program only: one that was given up for its time may still be playing beside the next.
  const home = mkdtempSync(join(folder, 'program-'));
  const sides = ADAPTERS.map((adapter): Side => [open(home, adapter, options), open(home, adapter, options)]);
  try {
    for (const database of sides.flat()) await database.open();
    for (const [index, each] of program.entries()) {
      const what = each.kind === 'ask' ? each.operation.kind : each.kind;
      compareSides(await play(sides, each), `step ${index}, ${what}`);
    }
    const seen = await portraits(sides);
    compareSides(seen, 'at the end');
    await compareReplicas(home, sides[0]![0].pouch, sides[1]![0].pouch);
    for (const database of sides[0]!) {
      await database.close();
      expect(strayRows(database.name), 'rows that belong to nothing').toEqual([]);
      await database.open();
    }
    expect((await portraits(sides.slice(0, 1)))[0], 'opened again').toEqual(seen[0]);
  } finally {
    await Promise.all(sides.flat().map(({ pouch }) => pouch.destroy()));
    rmSync(home, { recursive: true, force: true });
  }
}

function compareSides([ours, ...oracles]: unknown[], when: string): void {
  for (const [index, oracle] of oracles.entries()) {
    expect(ours, `${when}, ${ADAPTERS[index + 1]}`).toEqual(oracle);
  }
}

/** What ours sends is what an oracle sends, and what ours receives is what an oracle receives. */
async function compareReplicas(home: string, ours: Pouch, oracle: Pouch): Promise<void> {
  const copies = [
    { from: ours, to: open(home, 'memory', {}).pouch },
    { from: oracle, to: open(home, 'sqlite', {}).pouch },
    { from: oracle, to: open(home, 'memory', {}).pouch },
  ];
  const seen: unknown[] = [];
  for (const { from, to } of copies) {
    await from.replicate.to(to);
    seen.push(orderless(await portrait(to)));
    await to.destroy();
  }
  expect(seen[0], 'replicated from ours').toEqual(seen[2]);
  expect(seen[1], 'replicated to ours').toEqual(seen[2]);
}

const LONG = process.env['DIFFERENTIAL_RUNS'];
/**
 * The short run plays the same programs every time, so that it says something of a change, and ends early on a busy machine;
 * the long one (with a TEST_SEED, for other programs) plays them all up to the first that fails: making that one shorter can take hours,
 * and it is played again by its seed and path.
 */
const RUN =
  LONG === undefined ? { numRuns: 30, interruptAfterTimeLimit: 60_000 } : { numRuns: Number(LONG), endOnFailure: true };

describe('the adapter answers as memory and leveldb do', () => {
  it.each([
    ['by default', {}],
    ['with auto_compaction', { auto_compaction: true }],
    ['with a revs_limit of 3 and two purges remembered', { revs_limit: 3, purged_infos_limit: 2 }],
  ])('%s', { timeout: LONG === undefined ? 120_000 : 0 }, async (_how, options) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }), (program) =>
        compare(program, options),
      ),
      RUN,
    );
  });
});
