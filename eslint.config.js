import tseslint from 'typescript-eslint';

/** Imports run one way: bot -> dialogs, knowledge, locales; dialogs -> knowledge; knowledge and locales import neither. */
const forbid = (...folders) => [
  'error',
  {
    patterns: folders.map((folder) => ({
      regex: `^(\\.\\./)+${folder}(/|$)`,
      message: `This folder must not import ${folder}/ (see CONTRIBUTING: which way imports run).`,
    })),
  },
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'build/',
      'node_modules/',
      'data/',
      'coverage/',
      'reports/',
      '.stryker-tmp/',
      'eslint.config.js',
      'bot/pages/assets/',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: ['error', 'always'],
    },
  },
  {
    files: ['knowledge/**/*.ts'],
    rules: { 'no-restricted-imports': forbid('bot', 'dialogs', 'locales', 'scripts', 'test') },
  },
  {
    files: ['locales/**/*.ts'],
    rules: { 'no-restricted-imports': forbid('bot', 'dialogs', 'knowledge', 'scripts', 'test') },
  },
  { files: ['dialogs/**/*.ts'], rules: { 'no-restricted-imports': forbid('bot', 'locales', 'scripts', 'test') } },
  { files: ['bot/**/*.ts'], rules: { 'no-restricted-imports': forbid('scripts', 'test') } },
);
