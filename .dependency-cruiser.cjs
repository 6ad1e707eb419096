// Who may look into whom. A room may import itself, `src/base`, the rooms named here, and nothing else.
// The table is the one in ARCHITECTURE.md; test/fence.test.ts plants faults to see that it bites.
const lowest = ['src/base'];
const words = [...lowest, 'src/text', 'src/diagnostics'];
const meaning = [...words, 'src/ir', 'src/regex', 'src/schema', 'src/functions'];
const rooms = {
  'src/base': [],
  'src/text': lowest,
  'src/diagnostics': [...lowest, 'src/text'],
  'src/formats': words,
  'src/regex': words,
  'src/ir': [...words, 'src/regex'],
  'src/schema': [...words, 'src/formats', 'src/ir'],
  'src/functions': [...words, 'src/ir', 'src/regex'],
  grammars: [...words, 'src/formats'],
  'src/containers': [...words, 'src/formats', 'src/ir', 'src/schema'],
  'src/mapping': [...meaning, 'src/eval', 'src/target', 'src/formats', 'grammars'],
  'src/engines': [...words, 'src/formats', 'src/schema'],
  'src/emulate': [...words, 'src/regex', 'grammars'],
  'src/eval': meaning,
  'src/solve': [...meaning, 'src/eval'],
  'src/target': meaning,
  'src/frontends': [...meaning, 'src/eval', 'grammars', 'src/formats'],
  'src/passes': [...meaning, 'src/target', 'src/eval'],
  backends: [...meaning, 'src/target', 'src/formats'],
  'src/load': [...meaning, 'src/containers', 'src/frontends', 'src/target', 'src/formats'],
  'src/artifacts': [...words, 'src/ir', 'src/formats', 'src/target'],
  'src/compile.ts': [...meaning, 'src/artifacts', 'src/load', 'src/mapping', 'src/passes', 'src/target'],
  'src/verify': [
    ...meaning,
    'src/compile.ts',
    'src/mapping',
    'src/passes',
    'src/target',
    'src/eval',
    'src/solve',
    'src/emulate',
    'src/engines',
  ],
  'src/index.ts': [
    ...meaning,
    'src/artifacts',
    'src/compile.ts',
    'src/containers',
    'src/frontends',
    'src/mapping',
    'src/passes',
    'src/target',
    'src/eval',
    'src/solve',
    'src/verify',
    'src/formats',
    'backends',
  ],
  'src/cli': ['src/base', 'src/index.ts'],
};

// A package has one home.
const homes = {
  uuid: ['src/target'],
  'sql-formatter': ['backends/sql'],
  chevrotain: ['grammars'],
  yaml: ['src/formats'],
  'toml-eslint-parser': ['src/formats'],
  'lossless-json': ['src/formats'],
  commander: ['src/cli'],
  picocolors: ['src/cli'],
  tinyglobby: ['src/cli'],
};

const all = '^(src|grammars|backends)/';
const escaped = (path) => path.replaceAll('.', '\\.');
const at = (room) => `^${escaped(room)}(/|$)`;

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, may]) => ({
      name: `room:${room}`,
      severity: 'error',
      from: { path: at(room) },
      to: { path: all, pathNot: [room, ...may].map(at) },
    })),
    ...Object.entries(homes).map(([pkg, allowed]) => ({
      name: `package:${pkg}`,
      severity: 'error',
      from: { path: all, pathNot: allowed.map(at) },
      to: { path: `node_modules/${pkg}/` },
    })),
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'backends-are-strangers',
      severity: 'error',
      from: { path: '^backends/([^/]+)/' },
      to: { path: '^backends/([^/]+)/', pathNot: '^backends/$1/' },
    },
    {
      name: 'only-cli-and-engines-touch-the-machine',
      severity: 'error',
      from: { path: all, pathNot: '^src/(cli|engines)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'every-room-is-listed',
      severity: 'error',
      from: { path: all, pathNot: Object.keys(rooms).map(at) },
      to: {},
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(test|test-support|fixture)\\.ts$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
