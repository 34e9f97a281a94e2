import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.data', 'coverage', 'web/src/api/schema.d.ts'] },
  {
    files: ['**/*.{ts,tsx,mts}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './web/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Nest modules are classes that carry nothing but a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      // The classes that describe bodies for the OpenAPI document are shapes; plain objects have them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    // Rooms below the API know nothing of HTTP; dependency-cruiser sees packages only, not what is imported from them.
    files: [
      'src/{access,calculator,common,fleet,health,ingestion,observations,platform,reports,stores,targets,uptime}/**/*.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@nestjs/common'],
              importNamePattern: '^(Body|Controller|Get|HttpCode|Param|Post|Put|Query|Req|Res)$|Exception$',
              message: 'Controllers and HTTP belong to src/api.',
            },
          ],
        },
      ],
    },
  },
  {
    // Clocks of processes may be wrong, or be put right at any moment.
    files: ['src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'src/cli/demo.ts', 'src/fleet/open-hours.ts', 'src/platform/database/clock/clock.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'Date',
          property: 'now',
          message: 'Measure time with performance.now(), and judge age by the clock of PostgreSQL.',
        },
      ],
    },
  },
  {
    // Jest's asymmetric matchers, such as expect.any(), are typed any.
    files: ['**/*.spec.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    files: ['web/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    // The others are for React's compiler, which the page has nothing to do with.
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  prettier,
);
