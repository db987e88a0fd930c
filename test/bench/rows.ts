/** What a bench answers, and how its figures are held against the budgets. */
import { performance } from 'node:perf_hooks';

/** One line of `npm run bench`: our figure, and beside it those of others measured in the same run. */
export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly unit: string;
  readonly peer?: readonly { readonly name: string; readonly value: number }[];
  readonly ratio?: number;
  readonly budget?: string;
  readonly ok?: boolean;
}

/** At most so much of the row's unit; or, beside a peer of the same run, at most so many times its figure. */
export type Budget = { readonly max: number } | { readonly peer: string; readonly times: number };

/** The row with its budget's verdict; without a budget as it came. A peer that was not measured is a failure. */
export function judged(row: BenchRow, budget: Budget | undefined): BenchRow {
  if (budget === undefined) return row;
  if ('max' in budget) return { ...row, budget: `< ${budget.max} ${row.unit}`, ok: row.ours < budget.max };
  const peer = row.peer?.find(({ name }) => name === budget.peer);
  const limit = (peer?.value ?? Number.NaN) * budget.times;
  return { ...row, budget: `<= ${budget.times} × ${budget.peer}`, ok: row.ours <= limit };
}

/** Seconds that the work took. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** The figure below which that share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const round = (value: number): number => Math.round(value * 100) / 100;
