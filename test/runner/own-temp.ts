/**
 * Every test file gets a temporary folder of its own, with all the processes that it starts, and leaves nothing in it: what one left behind would be
 * found by another, or by another user of the machine. Loaded before each file.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect } from 'vitest';
import { COMPILED } from './compiled.ts';

// As short as can be: sockets lie in folders below it, and their paths may have some 100 bytes.
const own = mkdtempSync(path.join(os.tmpdir(), 'bm-'));
const NAMES = ['TMPDIR', 'TMP', 'TEMP'] as const;
const before = NAMES.map((name) => process.env[name]);
for (const name of NAMES) process.env[name] = own;
// npm would keep its compiled code in the temporary folder, and each program that a test starts would compile all of its own anew: half of a short one's time.
process.env['NODE_COMPILE_CACHE'] = COMPILED;

/** Where the programs of a user have their sockets when a data folder's path is too long for one. It stays, and is empty. */
const SOCKETS = `bianmin-${os.userInfo().uid}`;

// Hooks end in the opposite order: this one is the last of the file.
afterAll(() => {
  for (const [index, name] of NAMES.entries()) {
    const value = before[index];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  const left = readdirSync(own, { recursive: true }).filter((name) => name !== SOCKETS);
  rmSync(own, { recursive: true, force: true });
  expect(left, 'left behind in the temporary folder').toEqual([]);
});
