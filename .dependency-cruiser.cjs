// Which room may import from which (docs/DESIGN.md, section 2). Written as data: one row a room, everything else is forbidden.
const MAY_IMPORT = {
  shared: [],
  store: ['shared'],
  sync: ['shared', 'store'],
  pages: [],
  entry: [],
  service: ['shared', 'store', 'sync'],
  hub: ['shared', 'store', 'sync', 'pages', 'entry'],
  electron: ['shared', 'store', 'sync', 'service', 'pages', 'entry'],
  browser: ['shared', 'store', 'sync', 'service', 'hub', 'pages', 'entry'],
  renderer: ['shared'],
};
const ROOMS = Object.keys(MAY_IMPORT);

// The same within a room: which of its wings (folders) may import which. A wing that is not listed, or that a row leaves out, is closed to it;
// files beside the wings (types, the room's own entry) are open to all.
const MAY_IMPORT_WINGS = {
  shared: {
    outside: [],
    base: ['outside'],
    event: ['base', 'outside'],
    person: ['base', 'slips'],
    reference: ['calendar', 'matter', 'place'],
    calendar: ['base', 'outside', 'reference'],
    matter: ['base', 'calendar', 'outside', 'person', 'reference'],
    place: ['base', 'reference'],
    slips: ['base', 'case', 'matter', 'outside', 'person', 'place'],
    case: ['api', 'base', 'calendar', 'event', 'matter', 'outside', 'person', 'place', 'slips'],
    platform: ['base', 'case', 'event', 'matter', 'person', 'slips'],
    api: ['base', 'calendar', 'case', 'event', 'matter', 'outside', 'person', 'platform', 'slips'],
    workbook: ['outside'],
  },
  store: {
    pouch: [],
    migrations: [],
    file: ['migrations', 'pouch'],
    trust: ['file'],
    county: ['pouch', 'trust'],
    'sync-state': ['file', 'projection', 'trust'],
    projection: ['file', 'sync-state', 'trust'],
    ledger: ['county', 'file', 'pouch', 'projection', 'sync-state', 'trust'],
  },
  hub: {
    migrations: [],
    http: ['admin', 'couch', 'device-api', 'metrics'],
    couch: ['http'],
    events: ['couch', 'http'],
    metrics: ['admin', 'events', 'http'],
    admin: ['events', 'migrations', 'tls'],
    tls: ['admin', 'device-api'],
    engine: ['couch', 'events', 'http'],
    'device-api': ['admin', 'couch', 'engine', 'events', 'http', 'stick'],
    stick: ['admin', 'device-api', 'events', 'http'],
    console: ['admin', 'device-api', 'events', 'http', 'stick'],
  },
  service: {
    workbook: [],
    cases: [],
    batch: ['cases', 'workbook'],
    platform: ['cases', 'workbook'],
    handlers: ['batch', 'cases', 'platform', 'workbook'],
    site: ['handlers', 'sample', 'stick'],
    stick: ['site'],
    sample: ['handlers', 'site'],
    cli: ['handlers', 'site', 'workbook'],
  },
  renderer: {
    components: ['app'],
    app: ['components', 'stick', 'village', 'workbench'],
    stick: ['app', 'components'],
    workbench: ['app', 'components'],
    village: ['app', 'components'],
    county: ['app', 'components', 'stick'],
  },
};

const roomRules = Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
  name: `${room}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: '[.]test[.]tsx?$' },
  to: { path: `^(${ROOMS.filter((other) => other !== room && !allowed.includes(other)).join('|')}|test)/` },
}));

const TESTS = '[.]test[.]tsx?$|/testing/|^hub/tests/';
const wingRules = Object.entries(MAY_IMPORT_WINGS).flatMap(([room, wings]) =>
  Object.entries(wings).map(([wing, allowed]) => ({
    name: `${room}/${wing}-imports-only-${allowed.join('-') || 'itself'}`,
    severity: 'error',
    from: { path: `^${room}/${wing}/`, pathNot: TESTS },
    to: { path: `^${room}/(?!(${[wing, ...allowed].join('|')})/)[^/]+/` },
  })),
);

const NODE_FREE = '^(shared|renderer)/';

module.exports = {
  forbidden: [
    ...roomRules,
    ...wingRules,
    {
      name: 'shared-and-pages-know-no-node',
      severity: 'error',
      from: { path: NODE_FREE, pathNot: '[.]test[.]tsx?$|^renderer/vite[.]config[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-the-shell-knows-electron',
      severity: 'error',
      from: { pathNot: '^electron/' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'only-the-file-knows-sqlite',
      severity: 'error',
      from: { pathNot: '[.]test[.]ts$|^test/|^store/(pouch/|file/(data-file|file-lock|migrate)[.]ts$)' },
      to: { path: 'node_modules/better-sqlite3/' },
    },
    {
      name: 'shared-is-pure',
      severity: 'error',
      from: { path: '^shared/', pathNot: '[.]test[.]ts$' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(zod|canonicalize|pinyin-pro|hucre)/' },
    },
    {
      name: 'the-adapter-stands-alone',
      severity: 'error',
      from: { path: '^store/pouch/', pathNot: '[.]test[.]ts$' },
      to: { path: '^(shared|sync|service|hub|electron|browser|renderer|test)/|^store/(?!pouch/)' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
