import { readFileSync } from 'node:fs';
import { defineConfig, type OxlintOverride } from 'oxlint';

/** What the files of a folder of `src/` may import beside their own folder, `node:` and the leaf modules `src/*.ts`. */
interface Layer {
  /** Folders. */
  readonly folders?: readonly string[];
  /** Folders whose types only may be used. */
  readonly types?: readonly string[];
  /** Packages; each client library has one owner. */
  readonly packages?: readonly string[];
}

/** The import table of docs/architecture.md. A folder that is not named may import leaf modules only. */
const layers: Readonly<Record<string, Layer>> = {
  config: { packages: ['yaml', 'zod'] },
  interface: { folders: ['config'] },
  plan: { folders: ['migrations'] },
  migrations: { folders: ['plan'] },
  journal: { types: ['plan'] },
  checksum: {},
  checks: { folders: ['plan', 'journal', 'checksum'] },
  stages: { folders: ['plan', 'journal', 'migrations', 'checks', 'checksum'] },
  backup: { folders: ['plan', 'checksum'], packages: ['age-encryption', 'zod'] },
  report: { folders: ['journal'], types: ['plan'] },
  evidence: { folders: ['plan'], types: ['config', 'report'], packages: ['zod'] },
  drivers: {},
  'drivers/sql': {},
  'drivers/postgresql': { folders: ['drivers/sql', 'checksum'], packages: ['pg'] },
  'drivers/mysql': { folders: ['drivers/sql', 'checksum'], packages: ['mysql2'] },
  'drivers/sqlite': { folders: ['drivers/sql', 'checksum'], packages: ['better-sqlite3'] },
  'drivers/redis': { folders: ['drivers/sql', 'checksum'], packages: ['ioredis'] },
  run: {
    folders: [
      'config',
      'interface',
      'plan',
      'journal',
      'migrations',
      'stages',
      'checks',
      'checksum',
      'backup',
      'report',
      'evidence',
      'drivers',
    ],
  },
  github: {
    folders: ['run', 'interface', 'evidence', 'report'],
    packages: ['zod', '@actions/artifact', '@actions/core', '@actions/github', '@actions/http-client', 'yauzl'],
  },
  entries: { folders: ['github', 'cli', 'drivers'] },
  cli: { folders: ['run', 'interface', 'github'], packages: ['commander'] },
};

/** How deep folders are nested below a layer. */
const MAX_DEPTH = 3;

const manifest = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as Readonly<
  Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>
>;
const allPackages = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The rule for the files that lie `depth` folders below `src/<folder>`. */
function override(folder: string, layer: Layer, depth: number): OxlintOverride {
  const levels = folder.split('/').length;
  const up = '../'.repeat(depth + 1);
  const root = '../'.repeat(levels + depth);
  const allowed = layer.folders ?? [];
  const types = layer.types ?? [];
  const foreign = allPackages.filter((name) => !layer.packages?.includes(name));
  const where = [...allowed, ...types.map((name) => `${name} (types only)`), ...(layer.packages ?? [])].join(', ');
  const message = `src/${folder} may import: ${where === '' ? 'no other folder' : where}; see docs/architecture.md.`;
  return {
    files: [`src/${folder}/${'*/'.repeat(depth)}*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...types.map((name) => ({ regex: `^${escape(root)}${escape(name)}/`, allowTypeImports: true, message })),
            {
              group: [
                `${up}**`,
                './../**',
                `!${root}*.ts`,
                ...[...allowed, ...types].map((name) => `!${nearest(folder, name, depth)}/**`),
              ],
              message,
            },
            { group: foreign.flatMap((name) => [name, `${name}/**`]), message },
          ],
        },
      ],
    },
  };
}

/** How a file `depth` folders below `src/<folder>` names `src/<other>`, by the shortest way. */
function nearest(folder: string, other: string, depth: number): string {
  const [parent] = folder.split('/');
  return folder.includes('/') && other.startsWith(`${parent}/`)
    ? `${'../'.repeat(depth + 1)}${other.slice(`${parent}/`.length)}`
    : `${'../'.repeat(folder.split('/').length + depth)}${other}`;
}

const depths = Array.from({ length: MAX_DEPTH }, (_, depth) => depth);

export default defineConfig({
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'node', 'jest'],
  categories: { correctness: 'error', suspicious: 'error' },
  env: { node: true, es2024: true },
  ignorePatterns: ['dist/**', 'build/**', 'coverage/**'],
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-var': 'error',
    'prefer-const': 'error',
    'no-console': 'error',
    'import/no-cycle': ['error', { ignoreTypes: true }],
    // Named and default import of one package are the same object here, and only one of them survives bundling.
    'import/no-named-as-default-member': 'off',
    'no-shadow': 'off',
    'no-control-regex': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-useless-spread': 'off',
    // The compiler checks it, and knows exhaustive switches.
    'typescript/consistent-return': 'off',
    // Cells of a database are `unknown`, and text is what is wanted of them.
    'typescript/no-base-to-string': 'off',
    'typescript/no-misused-spread': 'off',
    // Parts of the program are closures, handed around in pieces.
    'typescript/unbound-method': 'off',
    // One suite runs over engines that differ; what it expects differs with them.
    'jest/no-conditional-expect': 'off',
    'jest/valid-expect': 'off',
    // Tests are also made by functions of the suites, which these rules do not see into.
    'jest/expect-expect': 'off',
    'jest/no-standalone-expect': 'off',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/await-thenable': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/no-unsafe-function-type': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/only-throw-error': ['error', { allowThrowingUnknown: true, allowThrowingAny: false }],
    'typescript/prefer-promise-reject-errors': 'error',
    'typescript/return-await': ['error', 'error-handling-correctness-only'],
    // A cast is how a checked boundary is written; `any` never gets past the rules above.
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/consistent-type-imports': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/no-require-imports': 'error',
    'typescript/use-unknown-in-catch-callback-variable': 'error',
    'unicorn/no-process-exit': 'error',
    'unicorn/prefer-node-protocol': 'error',
  },
  overrides: [
    ...Object.entries(layers).flatMap(([folder, layer]) => depths.map((depth) => override(folder, layer, depth))),
    {
      files: ['src/*.ts'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              { group: ['./*/**', '../**'], message: 'A leaf module imports leaf modules only.' },
              {
                group: allPackages.flatMap((name) => [name, `${name}/**`]),
                message: 'A leaf module imports no package.',
              },
            ],
          },
        ],
      },
    },
    {
      files: ['test/**'],
      rules: {
        'no-loss-of-precision': 'off',
        // A flag that another asynchronous function changes.
        'no-unmodified-loop-condition': 'off',
        // Writable streams are made to fail by their `_write`.
        'no-underscore-dangle': 'off',
        'jest/prefer-snapshot-hint': 'off',
      },
    },
    {
      // Plain JavaScript has no types to be safe with; these few files run before anything is installed.
      files: ['**/*.mjs', '**/*.js'],
      rules: {
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
    {
      files: ['src/cli/**', 'src/github/signals.ts', 'scripts/**', 'bench/**', 'quickstart/**'],
      rules: { 'no-console': 'off', 'unicorn/no-process-exit': 'off' },
    },
  ],
});
