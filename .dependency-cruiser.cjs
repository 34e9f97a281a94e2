/** The direction of imports: who may know whom. docs/architecture.md shows the same as a picture. */
const room = (name) => `^src/${name}/`;
const anyOf = (...names) => `^src/(${names.join('|')})(/|\\.ts$)`;

/** Each room below the API, and the rooms or single files that it may import from besides itself. */
const allowed = {
  calculator: [],
  common: ['calculator'],
  platform: ['common', 'calculator'],
  access: ['platform', 'common', 'calculator'],
  stores: ['platform', 'common', 'calculator'],
  observations: ['platform', 'common', 'calculator', 'stores'],
  ingestion: ['platform', 'common', 'calculator', 'access', 'stores', 'observations'],
  reports: ['platform', 'common', 'calculator', 'access', 'stores', 'observations', 'ingestion/data-changes'],
  uptime: ['platform', 'common', 'calculator', 'stores', 'observations'],
  fleet: ['platform', 'common', 'calculator', 'stores', 'observations', 'reports', 'ingestion/data-changes'],
  targets: [
    ...['platform', 'common', 'calculator', 'access', 'stores', 'observations', 'ingestion/data-changes'],
    'fleet/over-time/kept-answers',
  ],
  health: ['platform', 'common', 'ingestion/kafka'],
};
/** What is loaded only if traces are recorded. */
const onDemand = '^src/platform/tracing/(open-telemetry|statements|logged-exporter)';
const rooms = Object.keys(allowed);

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'calculator-is-pure',
      comment: 'The calculator knows moment-timezone alone; one file beside it hands it to Nest.',
      severity: 'error',
      from: { path: room('calculator'), pathNot: '(\\.spec|/calculator\\.module)\\.ts$' },
      to: {
        pathNot: [room('calculator'), 'node_modules/moment-timezone', 'node_modules/moment/'],
      },
    },
    {
      name: 'tracing-is-loaded-on-demand',
      comment: 'Without a collector, nothing of OpenTelemetry may be loaded.',
      severity: 'error',
      from: { path: '^src/', pathNot: onDemand },
      to: { path: ['node_modules/@opentelemetry/', onDemand], dynamic: false },
    },
    ...Object.entries(allowed).map(([name, others]) => ({
      name: `${name}-direction`,
      severity: 'error',
      from: { path: room(name) },
      to: { path: '^src/', pathNot: others.length > 0 ? [room(name), anyOf(...others)] : [room(name)] },
    })),
    {
      name: 'rooms-know-nothing-of-http',
      comment: 'Requests, answers, their classes and their validation belong to src/api.',
      severity: 'error',
      from: { path: anyOf(...rooms) },
      to: {
        path: 'node_modules/(express|@types/express|helmet|compression|busboy|class-validator|class-transformer|@nestjs/(swagger|platform-express))/',
      },
    },
    {
      name: 'nobody-knows-the-api',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(api|cli/docs)/', '^src/(main|worker|consumer|app\\.module)\\.ts$'] },
      to: { path: '^src/api/' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'page-direction',
      comment:
        'The page knows the service by its API alone, and the service the page by its files. They share four rules: how percentages are rounded, which columns files have, when an import is mostly rejected, and what a spreadsheet would compute.',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: '^(src|test|bench)/',
        pathNot:
          '^src/(calculator/rounding|ingestion/csv/columns|ingestion/imports/import-note|api/http/no-formula)\\.ts$',
      },
    },
    {
      name: 'nobody-imports-the-page',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^web/' },
    },
    {
      name: 'page-layers',
      comment: 'Views are built of parts (ui/) and of API calls (api/), which know nothing of views.',
      severity: 'error',
      from: { path: '^web/src/(ui|api)/' },
      to: { path: '^web/src/(views/|page|main)' },
    },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      from: { path: '^(src|web)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
