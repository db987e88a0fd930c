/** What sites and the hub hold, side by side. */
import path from 'node:path';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { DataFile, ReadDb, WriteDb } from '../../store/types.ts';
import { openDataFile } from '../../store/file/data-file.ts';
import { readKeyFile } from '../../store/file/key-file.ts';
import type { HubProcess } from '../hub/hub-process.ts';
import type { OpenMachine } from './machine.ts';

/** The site's own file, for looking at it from below. */
export function fileOf({ site }: OpenMachine): WriteDb {
  const desk = site.desk();
  if (desk === null) throw new Error('the site is not enrolled');
  return desk.file;
}

export function eventIds(file: ReadDb, ledger: PlaceCode): string[] {
  return file.sql('SELECT id FROM event_row WHERE ledger = ? ORDER BY id').pluck().all(ledger) as string[];
}

/** Looks into the file of a hub that is stopped. */
export function insideHub<T>(hub: HubProcess, look: (file: DataFile) => T): T {
  const { key } = readKeyFile(path.join(hub.folder, 'hub.key'));
  const file = openDataFile({ path: path.join(hub.folder, 'hub.db'), key });
  try {
    return look(file);
  } finally {
    file.close();
  }
}

/** Faults of a site that is through with its sync: every check of `verify`, every receipt, and every number once. */
export async function faultsOf(name: string, open: OpenMachine): Promise<string[]> {
  const checks = (await open.call('site.verify', {})).filter(({ ok }) => !ok);
  const file = fileOf(open);
  const green = file.sql('SELECT count(*) FROM event_row WHERE receipted = 0').pluck().get() as number;
  const twice = file.sql('SELECT number FROM case_row GROUP BY number HAVING count(*) > 1').pluck().all() as string[];
  const unreadable = file.sql('SELECT count(*) FROM unreadable').pluck().get() as number;
  return [
    ...checks.map(({ message, problems }) => `${name}: ${message} ${problems.join(', ')}`),
    ...(green > 0 ? [`${name}: ${green} events without a receipt`] : []),
    ...(unreadable > 0 ? [`${name}: ${unreadable} unreadable`] : []),
    ...twice.map((number) => `${name}: number ${number} twice`),
  ];
}

/** Faults of two sets of ids that should be equal. */
export function differences(what: string, one: readonly string[], other: readonly string[]): string[] {
  const [first, second] = [new Set(one), new Set(other)];
  const left = one.filter((id) => !second.has(id)).length;
  const right = other.filter((id) => !first.has(id)).length;
  return left + right === 0 ? [] : [`${what}: ${left} only on the first, ${right} only on the second`];
}
