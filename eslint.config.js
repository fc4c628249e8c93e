import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** House rule: a directive that silences a rule says why, after ` -- `. */
const directivesHaveReasons = {
  meta: { type: 'problem', schema: [], messages: { why: 'Say why, after " -- ".' } },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const text = comment.value.trim();
          if (/^eslint-disable/.test(text) && !/\s--\s+\S{2,}/.test(text)) {
            context.report({ loc: comment.loc, messageId: 'why' });
          }
        }
      },
    };
  },
};

const house = { rules: { 'directives-have-reasons': directivesHaveReasons } };

const noDefaultExport = [
  {
    selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
    message: 'Named exports only: a thing has one name in every room.',
  },
];

const noEnvironment = {
  properties: {
    object: 'process',
    property: 'env',
    message: 'Read the environment in src/app/environment.ts and pass on what it found.',
  },
  imports: {
    name: 'node:process',
    importNames: ['env'],
    message: 'Read the environment in src/app/environment.ts and pass on what it found.',
  },
};

const pure =
  'An engine is a function of its arguments: take the time and the random source as such.';

/** Config files export a default because the tool that reads them asks for one. */
const configFiles = ['*.config.{js,ts}', '*.cjs', 'web/*.config.ts'];

export default defineConfig(
  {
    ignores: [
      'dist/',
      'coverage/',
      '.lyceum/',
      'bench/',
      'web/src/gql/',
      'tests/gql/',
      'tests/contract/fixtures/',
      // Read by tools that neither compile nor type them.
      '*.cjs',
      'eslint.config.js',
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },

  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { house },
    rules: {
      'house/directives-have-reasons': 'error',
      // `== null` means null or undefined: what GraphQL calls absent.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Classes of the schema describe shapes; rows are plain objects of the same shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Refuses Promise.withResolvers<void>(), which is what it is.
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-console': 'error',
      'no-restricted-properties': ['error', noEnvironment.properties],
      'no-restricted-imports': ['error', { paths: [noEnvironment.imports] }],
      'no-restricted-syntax': ['error', ...noDefaultExport],

      // Silent in files with decorators, where the class may be needed as a value; there the
      // compiler tells a type from a value (TS1272).
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { requireDefaultForNonUnion: true, considerDefaultExhaustiveForUnions: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
      ],

      // Less strict than the preset, each for a reason.
      // type-graphql's types are classes with little but decorators.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Numbers print as one would expect.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // `async` also turns a throw into a rejection, which a caller may rely on.
      '@typescript-eslint/require-await': 'off',
    },
  },

  {
    files: ['src/engines/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        noEnvironment.properties,
        { object: 'Date', property: 'now', message: pure },
        { object: 'Math', property: 'random', message: pure },
        { object: 'crypto', property: 'randomUUID', message: pure },
        { object: 'crypto', property: 'getRandomValues', message: pure },
      ],
      'no-restricted-syntax': [
        'error',
        ...noDefaultExport,
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: pure,
        },
        { selector: 'CallExpression[callee.name="Date"]', message: pure },
      ],
    },
  },
  {
    files: ['src/engines/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['performance', 'process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate'].map(
          (name) => ({ name, message: pure }),
        ),
      ],
    },
  },
  {
    // Measured: of 50 listeners filtered by an async generator 50 stayed after the client had
    // left. return() queues behind the await the generator is parked at, so `finally` never runs.
    files: ['src/subscriptions/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...noDefaultExport,
        {
          selector: ':function[async=true][generator=true]',
          message:
            'An async generator cannot be stopped while it waits, so its listener leaks. Write an iterator with a return() of its own.',
        },
      ],
    },
  },
  {
    files: ['src/cli/**/*.ts', 'src/main.ts', 'scripts/**', 'tests/crash/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['src/app/environment.ts', 'scripts/**', 'tests/**', ...configFiles],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: configFiles,
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // A test or a script may say "this is there" and be wrong: then it fails.
    files: ['**/*.test.ts', 'tests/**/*.ts', 'scripts/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['tests/browser/**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.browser.json' } },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { project: './web/tsconfig.json' } },
    rules: {
      // `onClick={async () => …}`: React ignores what a handler returns.
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
    },
  },
);
