/** What `npm run mutants` breaks, and which tests must see it. */

export interface MutantSet {
  /** Source files, as Stryker's globs. */
  readonly files: readonly string[];
  /** Test files, as vitest's globs: those that run in the process that holds the broken code. */
  readonly tests: readonly string[];
}

const each = (folder: string, names: string): string[] => names.split(' ').map((name) => `${folder}/${name}.ts`);

export const SETS: Readonly<Record<string, MutantSet>> = {
  /** The rules: everything but the tables of words and days that have no branches. */
  domain: {
    files: [
      'shared/domain/*.ts',
      '!shared/domain/*.test.ts',
      ...each('!shared/domain', 'matter-search-words matter-terms statutory-holidays invented-people'),
    ],
    tests: ['shared/domain/*.test.ts'],
  },
  /** Whom the store believes, and what it writes down. */
  ledger: {
    files: each(
      'store',
      'ledger in-force author-rights after-stop intake receipts series-ranges crypto event-rows verify county-docs high-water unreadable',
    ),
    tests: ['store/*.test.ts', 'store/migrations/*.test.ts'],
  },
  /** What stands between a stranger and the county's data. */
  doors: {
    files: [
      'hub/door/*.ts',
      '!hub/door/*.test.ts',
      ...each('hub/front', 'buckets connections exchanges gate sign-ins tries'),
      ...each('hub/couch', 'body budget exchange query turns'),
      ...each('hub', 'receive intake-proof'),
    ],
    tests: ['hub/*.test.ts', 'hub/{door,front,couch,console}/*.test.ts'],
  },
};
