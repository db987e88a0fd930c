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

/** The wings of shared/ that hold rules. */
const RULES = '{base,calendar,case,event,matter,person,place}';

const DOORS = [
  'hub/device-api/*.ts',
  '!hub/device-api/*.test.ts',
  ...each(
    'hub/http',
    'body budget connections exchange guess-limit open-requests query rate-limit sign-ins token-buckets work-queue',
  ),
  ...each('hub/events', 'receive held-proof'),
];

export const SETS: Readonly<Record<string, MutantSet>> = {
  /** The rules: everything but the tables of words and days that have no branches. */
  domain: {
    files: [
      `shared/${RULES}/**/*.ts`,
      `!shared/${RULES}/**/*.test.ts`,
      ...each('!shared/matter', 'matter-search-words matter-terms'),
      ...each('!shared/calendar', 'statutory-holidays'),
      ...each('!shared/person', 'invented-people'),
    ],
    tests: [`shared/${RULES}/**/*.test.ts`],
  },
  /** Which signatures the store accepts, and what it writes down. */
  ledger: {
    files: [
      ...each('store/ledger', 'ledger ingest verify author-rights after-stop'),
      ...each('store/trust', 'crypto high-water'),
      ...each('store/county', 'county-docs reference-data'),
      ...each('store/projection', 'event-rows series-ranges unreadable'),
      ...each('store/sync-state', 'receipts'),
    ],
    tests: ['store/!(pouch)/**/*.test.ts'],
  },
  /** What stands between a stranger and the county's data, by tests that hold a whole hub in their own process. */
  doors: {
    files: DOORS,
    tests: [
      'hub/tests/{proof,pulse-rights}.test.ts',
      'hub/events/projector.test.ts',
      'hub/device-api/codes.test.ts',
      'hub/http/{request-limits,guess-limit,work-queue}.test.ts',
      'hub/couch/{protocol,as-couchdb,awkward}.test.ts',
    ],
  },
  /** The same by tests whose hub is a process of its own: slow, so some lines at a time (`--lines`), by the tests that are about them (`--tests`). */
  'doors-of-processes': {
    ofProcesses: true,
    files: DOORS,
    tests: ['hub'],
  },
};
