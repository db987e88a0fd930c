/** What `npm run mutants` breaks, and which tests must see it. */

export interface MutantSet {
  /** Source files, as Stryker's globs. */
  readonly files: readonly string[];
  /** Test files: vitest's globs, and for processes what its command line takes. */
  readonly tests: readonly string[];
  /** The tests start processes that run the broken code: each break is then tried by all tests, until one is red. */
  readonly ofProcesses?: boolean;
}

const each = (folder: string, names: string): string[] => names.split(' ').map((name) => `${folder}/${name}.ts`);

const DOORS = [
  'hub/door/*.ts',
  '!hub/door/*.test.ts',
  ...each('hub/front', 'buckets connections exchanges gate sign-ins tries'),
  ...each('hub/couch', 'body budget exchange query turns'),
  ...each('hub', 'receive intake-proof'),
];

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
  /** What stands between a stranger and the county's data, by tests that hold a whole hub in their own process. */
  doors: {
    files: DOORS,
    tests: [
      'hub/{proof,pulse-rights,settle}.test.ts',
      'hub/device-api/codes.test.ts',
      'hub/front/{front,tries}.test.ts',
      'hub/couch/{turns,protocol,as-couchdb,awkward}.test.ts',
    ],
  },
  /** The same by tests whose hub is a process of its own: slow, so some lines at a time (`--lines`), by the tests that are about them (`--tests`). */
  'doors-of-processes': {
    ofProcesses: true,
    files: DOORS,
    tests: ['hub'],
  },
};
