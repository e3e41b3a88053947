import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['dist/', 'data/', 'node_modules/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-properties': [
        'error',
        { property: 'toFixed', message: '分值用千分之一分的整数计算，见 server/core/points.ts' },
        { property: 'localeCompare', message: '排序不依赖语言环境，用 < 比较' },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['vite.config.ts'],
    // the same extensions as below: each change of them makes the type checker read everything again
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] } },
    rules: { '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/await-thenable': 'error' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      // state lives in runes: without stores there is nothing for this rule to find, and it alone asks for types
      'svelte/require-store-reactive-access': 'off',
      'no-restricted-imports': [
        'error',
        { name: 'svelte/store', message: '状态用 runes（editor/state/），不用 store' },
      ],
    },
  },
  {
    files: ['server/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^node:(?!crypto$)', message: 'server/core 不做输入输出' },
            { regex: '^(hono|@hono|lowdb|svelte)', message: 'server/core 不依赖服务、存储和页面' },
            { regex: '^\\.\\./\\.\\./(?!core)', message: 'server/core 只引用自己' },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'Date', 'process', 'fetch', 'setTimeout', 'performance'],
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'server/core 不用随机数' },
      ],
    },
  },
)
