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

const roomRules = Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
  name: `${room}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: '[.]test[.]tsx?$' },
  to: { path: `^(${ROOMS.filter((other) => other !== room && !allowed.includes(other)).join('|')}|test)/` },
}));

const NODE_FREE = '^(shared|renderer)/';

module.exports = {
  forbidden: [
    ...roomRules,
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
