/** Run on a disk of its own (store and service know no other way to meet a full one): a site is tried, the disk fills, the site is started again. */
import { closeSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { startService } from '../../service/site/start-service.ts';

const disk = process.argv[2] ?? '';
const start = () =>
  startService({
    dataFolder: path.join(disk, '数据'),
    clock: { now: () => Date.UTC(2026, 10, 23) },
    built: 0,
    random: () => 0.5,
    facts: 'x',
    highWaterFolder: null,
    show: () => null,
    onBug: () => undefined,
  });

function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (const size of [1 << 20, 1 << 12, 1]) {
      try {
        for (;;) writeSync(handle, Buffer.alloc(size));
      } catch {
        // Full, but for less than the next size.
      }
    }
  } finally {
    closeSync(handle);
  }
}

const ask = { method: 'site.status', input: {} };
const first = await start();
await first.call({ method: 'site.try', input: { as: 'village' } });
await first.close();
fill(path.join(disk, 'filler'));
const full = await start();
const told = await full.call(ask);
await full.close();
const left = readdirSync(path.join(disk, '数据')).toSorted();
rmSync(path.join(disk, 'filler'));
const later = await start();
console.log(JSON.stringify({ told, left, later: await later.call(ask) }));
await later.close();
