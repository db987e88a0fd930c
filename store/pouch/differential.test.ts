import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sqlite from './index.ts';
import { operation, orderless, perform, portrait, type Operation, type Pouch } from './test-operations.ts';

PouchDB.plugin(memory).plugin(sqlite);

let folder: string;
let made = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pouch-differential-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ADAPTERS = ['sqlite', 'memory', 'leveldb'] as const;

function open(adapter: string, options: object): Pouch {
  const place = join(folder, String(made++));
  if (adapter === 'leveldb') mkdirSync(place, { recursive: true });
  return new PouchDB(join(place, adapter), { adapter, ...options });
}

/** Plays one sequence on every adapter; each answer, and the whole content at the end, must be that of the oracles. */
async function compare(operations: Operation[], options: object): Promise<void> {
  const pouches = ADAPTERS.map((adapter) => open(adapter, options));
  try {
    for (const pouch of pouches) await pouch.info();
    for (const [step, each] of operations.entries()) {
      const [ours, ...oracles] = await Promise.all(pouches.map((pouch) => perform(pouch, each)));
      for (const [index, oracle] of oracles.entries()) {
        expect(ours, `step ${step}, ${each.kind}, ${ADAPTERS[index + 1]}`).toEqual(oracle);
      }
    }
    const [ours, ...oracles] = await Promise.all(pouches.map(portrait));
    for (const [index, oracle] of oracles.entries()) {
      expect(ours, `at the end, ${ADAPTERS[index + 1]}`).toEqual(oracle);
    }
    await compareReplicas(pouches);
    pouches[0] = await reopened(pouches[0]!, options);
    expect(await portrait(pouches[0]), 'opened again').toEqual(ours);
  } finally {
    await Promise.all(pouches.map((pouch) => pouch.destroy()));
  }
}

/** The same database, closed and read from the disk again. */
async function reopened(pouch: Pouch, options: object): Promise<Pouch> {
  await pouch.close();
  return new PouchDB(pouch.name, { adapter: 'sqlite', ...options });
}

/** What ours sends is what an oracle sends, and what ours receives is what an oracle receives. */
async function compareReplicas([ours, oracle]: Pouch[]): Promise<void> {
  const copies = [
    { from: ours!, to: open('memory', {}) },
    { from: oracle!, to: open('sqlite', {}) },
    { from: oracle!, to: open('memory', {}) },
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
 * the long one looks for new programs, and plays them all.
 */
const RUN =
  LONG === undefined ? { numRuns: 60, seed: 20_261_123, interruptAfterTimeLimit: 60_000 } : { numRuns: Number(LONG) };

describe('the adapter answers as memory and leveldb do', () => {
  it.each([
    ['by default', {}],
    ['with auto_compaction', { auto_compaction: true }],
    ['with a revs_limit of 3', { revs_limit: 3 }],
  ])('%s', { timeout: LONG === undefined ? 120_000 : 0 }, async (_how, options) => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 30 }), (operations) =>
        compare(operations, options),
      ),
      RUN,
    );
  });
});
