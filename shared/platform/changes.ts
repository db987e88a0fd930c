/** What is to be told to the platform: the rows as they stand against what was told before. */
import type { PlatformRow } from './rows.ts';
import type { TableKey } from './mapping.ts';

type Operation = 'I' | 'U' | 'D';

/** What was last told of a row. `digest`: of its cells. */
export interface Told {
  readonly table: TableKey;
  readonly id: string;
  readonly operation: Operation;
  readonly version: number;
  readonly digest: string;
  /** As it was told, so that a row can be taken back whose case says nothing of it any more. */
  readonly projectNo: string;
}

export interface Change extends Told {
  /** null: it is taken back. */
  readonly row: PlatformRow | null;
}

const projectNoOf = ({ cells }: PlatformRow): string => cells['project_no'] ?? cells['projectNo'] ?? '';
const keyOf = ({ table, id }: { readonly table: TableKey; readonly id: string }): string => `${table} ${id}`;

/**
 * The changes of one case, in the order of its rows, what is taken back last. A row is new (I, version 1), another than before (U, one version on), or gone (D, one
 * version on); one that was taken back and is there again is new with one version on.
 */
export function platformChanges(
  rows: readonly PlatformRow[],
  told: readonly Told[],
  digest: (text: string) => string,
): readonly Change[] {
  const before = new Map(told.map((each) => [keyOf(each), each]));
  const now = new Set(rows.map(keyOf));
  const changed = rows.flatMap((row): Change[] => {
    const last = before.get(keyOf(row));
    const made = digest(JSON.stringify(row.cells));
    if (last !== undefined && last.operation !== 'D' && last.digest === made) return [];
    const operation = last === undefined || last.operation === 'D' ? 'I' : 'U';
    const version = (last?.version ?? 0) + 1;
    return [{ table: row.table, id: row.id, operation, version, digest: made, projectNo: projectNoOf(row), row }];
  });
  const gone = told
    .filter((each) => each.operation !== 'D' && !now.has(keyOf(each)))
    .map((each): Change => ({ ...each, operation: 'D', version: each.version + 1, row: null }));
  return [...changed, ...gone];
}
