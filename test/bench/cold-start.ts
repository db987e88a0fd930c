/** The program whose start is measured: opens the data folder given, answers the first page of the list, says so, and waits to be ended. */
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { CaseRow, Page, StaffMember } from '../../shared/api/rows.ts';
import { startService } from '../../service/site/start-service.ts';
import { BUILT, CLOCK } from '../clock.ts';

const service = await startService({
  dataFolder: process.argv[2] ?? '',
  clock: CLOCK,
  built: BUILT,
  random: Math.random,
  facts: 'bench',
  highWaterFolder: null,
  show: () => null,
  onBug: (method, error) => writeSync(2, `${method}: ${String(error)}\n`),
});

// Holds the process as a listening shell would.
const alive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => {
  clearInterval(alive);
  void service.close();
});

async function ask<T>(method: string, input: object): Promise<T> {
  let answer = await service.call({ method, input });
  // A large file after a kill is read through first, as people wait for it too.
  for (; !answer.ok && answer.code === 'starting'; answer = await service.call({ method, input })) await setTimeout(20);
  if (!answer.ok) throw new Error(`${method}: ${answer.code}`);
  return answer.value as T;
}

const [member] = await ask<readonly StaffMember[]>('staff.list', {});
await ask('staff.choose', { id: member?.id });
const { rows } = await ask<Page<CaseRow>>('cases.list', { list: 'all' });
writeSync(1, `${rows.length} rows\n`);
