import tseslint from 'typescript-eslint';

const SPECS = ['**/*.spec.ts', 'test/**/*.ts'];

const LONG_PARAMETER_LISTS = [
  {
    selector:
      ':matches(FunctionDeclaration, ArrowFunctionExpression, :not(MethodDefinition[kind="constructor"]) > FunctionExpression)[params.length>3]',
    message: 'More than three parameters: take one object.',
  },
  {
    selector: 'MethodDefinition[kind="constructor"] > FunctionExpression[params.length>4]',
    message: 'More than four dependencies: split the class.',
  },
];

const FOCUSED_OR_SKIPPED = [
  {
    selector: 'CallExpression[callee.name=/^(fit|fdescribe|xit|xtest|xdescribe)$/]',
    message: 'Every test runs.',
  },
  {
    selector:
      'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name=/^(only|skip|todo|failing)$/]',
    message: 'Every test runs; one that needs a platform asks for it: `(isRoot ? it : it.skip)`.',
  },
];

const WALL_CLOCK = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: "Leases and due times are the database's: clock_timestamp().",
  },
];

const ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: 'Only src/config reads the environment: take Settings.',
};

const BROWSER = [
  ...[
    'AbortController',
    'AbortSignal',
    'CustomEvent',
    'HTMLElement',
    'TextDecoderStream',
    'URL',
    'URLSearchParams',
  ],
  ...['addEventListener', 'clearInterval', 'clearTimeout', 'crypto', 'customElements', 'document', 'fetch'],
  ...['history', 'localStorage', 'location', 'matchMedia', 'setInterval', 'setTimeout'],
];

const NOW = {
  object: 'Date',
  property: 'now',
  message: "Leases are timed by the database's clock, spans by performance.now().",
};

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', '.parley/', 'src/metadata.ts'] },
  {
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ['error', 12],
      eqeqeq: 'error',
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-properties': ['error', ENVIRONMENT],
      'no-restricted-syntax': ['error', ...LONG_PARAMETER_LISTS],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true, 'ts-check': true },
      ],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A module of Nest is a decorated class without members.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Its successor, Error.isError, is missing before Node 24.
      '@typescript-eslint/no-deprecated': ['error', { allow: ['isNativeError'] }],
      // Lengths are in code points, which is what spreading a string gives.
      '@typescript-eslint/no-misused-spread': 'off',
      // An out-DTO is a literal of its class's shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // A constructor may only narrow what its parent takes.
      '@typescript-eslint/no-useless-constructor': 'off',
      // The reason of an AbortSignal may be anything.
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      // A port's method is async where one of its implementations is.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['src/main.ts', 'src/**/*.command.ts', 'test/{bench,support}/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['src/chat/**/*.ts', 'src/database/**/*.ts'],
    ignores: SPECS,
    rules: {
      'no-restricted-properties': ['error', ENVIRONMENT, NOW],
      'no-restricted-syntax': ['error', ...LONG_PARAMETER_LISTS, ...WALL_CLOCK],
    },
  },
  {
    files: ['src/**/*.controller.ts'],
    rules: {
      // Path, query, body and owner each come by a decorated parameter.
      'no-restricted-syntax': ['error', LONG_PARAMETER_LISTS[1], ...WALL_CLOCK],
      'max-params': ['error', 4],
    },
  },
  {
    files: ['src/config/**/*.ts', 'src/main.ts', 'src/**/*.command.ts', 'ormconfig.ts', ...SPECS],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // One value per section: the only constructor that takes no dependencies but data.
    files: ['src/config/settings.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: SPECS,
    rules: {
      // A describe block is a list of tests; test/architecture.spec.ts measures every other function.
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', ...FOCUSED_OR_SKIPPED],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // Bodies of answers and Jest's matchers are untyped; what a test expects of them is the check.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    rules: {
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 40 }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-undef': 'off',
      'no-unused-vars': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // The chat page: what a browser gives, and nothing of Node.
    files: ['src/http/page/**/*.js'],
    languageOptions: { globals: Object.fromEntries(BROWSER.map((name) => [name, 'readonly'])) },
    rules: {
      complexity: ['error', 12],
      eqeqeq: 'error',
      'max-params': ['error', 3],
      'no-console': 'error',
      'no-undef': 'error',
    },
  },
);
