/** `npm run bench [-- NAME …]`: runs the benches, prints their figures side by side with their budgets, and keeps them under bench-results/. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { aheadOfMachine, now } from '../clock.ts';
import { type BenchRow, type Budget, judged } from './rows.ts';

type Bench = () => Promise<readonly BenchRow[]>;

/** Loaded when they run, so that one bench does not warm up or slow down another. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  adapter: async () => (await import('./adapter.ts')).run,
  store: async () => (await import('./store.ts')).run,
  service: async () => (await import('./service.ts')).run,
  hub: async () => (await import('./hub.ts')).run,
  load: async () => (await import('./load.ts')).run,
  sync: async () => (await import('./sync.ts')).run,
};

/** When it was measured in truth. */
const ranAt = (): string => new Date(now() - aheadOfMachine()).toISOString();

const RESULTS = path.resolve(import.meta.dirname, '../../bench-results');

type Budgets = Readonly<Record<string, Readonly<Record<string, Budget>>>>;
const BUDGETS = JSON.parse(readFileSync(path.join(import.meta.dirname, 'budgets.json'), 'utf8')) as Budgets;

/** The rows with the verdicts of budgets.json. Throws when a budget names no row: it would check nothing. */
function hold(name: string, rows: readonly BenchRow[]): BenchRow[] {
  const budgets = BUDGETS[name] ?? {};
  const missing = Object.keys(budgets).filter((row) => !rows.some((each) => each.name === row));
  if (missing.length > 0) throw new Error(`budgets.json, ${name}: no row named ${missing.join(', ')}`);
  return rows.map((row) => judged(row, budgets[row.name]));
}

const MARKS: Readonly<Record<string, string>> = { true: 'ok', false: 'OVER', undefined: '' };

function cellsOf({ name, ours, unit, peer = [], ratio, budget, ok }: BenchRow): string[] {
  const others = peer.map((each) => `${each.name} ${each.value}`).join('; ');
  const beside = ratio === undefined ? others : `${others}; ratio ${ratio}`;
  return [MARKS[String(ok)] ?? '', name, `${ours} ${unit}`, budget ?? '', beside];
}

function printTable(title: string, rows: readonly BenchRow[]): void {
  const table = [['', title, 'ours', 'budget', 'beside'], ...rows.map(cellsOf)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  for (const cells of table)
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  console.log('');
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`usage: npm run bench [-- ${Object.keys(BENCHES).join('|')} …]`);
  process.exitCode = 2;
} else {
  mkdirSync(RESULTS, { recursive: true });
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, memory: totalmem() };
  for (const name of asked.length > 0 ? asked : Object.keys(BENCHES)) {
    const run = await BENCHES[name]?.();
    const rows = hold(name, (await run?.()) ?? []);
    printTable(name, rows);
    const result = { bench: name, at: ranAt(), machine, rows };
    writeFileSync(path.join(RESULTS, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
    if (rows.some(({ ok }) => ok === false)) process.exitCode = 1;
  }
}
