import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { evaluatorFile } from './server/sealing/evaluator-build.ts'

/** Tests that say how long something may take: each has the machine to itself. */
const AGAINST_THE_CLOCK = [
  'test/accounts/logins-and-saving.test.ts',
  'test/cli/hengping.test.ts',
  'test/documents/hostile-files.test.ts',
  'test/evaluation/hostile-rules.test.ts',
  'test/evaluation/pool.test.ts',
  'test/jobs/batch-beside-service.test.ts',
  'test/jobs/batch-million.test.ts',
  'test/rounds/round-beside-service.test.ts',
  'test/http/session.test.ts',
  'test/sealing/receipt-page.test.ts',
  'test/sealing/verify-many.test.ts',
  'test/storage/speed.test.ts',
]

/** @param order projects run one after another, in this order */
const testProject = (name: string, test: TestProjectInlineConfiguration['test'], order: number) => ({
  extends: true as const,
  test: { ...test, name, sequence: { groupOrder: order } },
})

const CHINESE = /zh-CN\.ts$/

/** The page in English: wherever words are taken from a `…zh-CN.ts`, those of the `…en.ts` beside it. */
const inEnglish: Plugin = {
  name: 'words-in-english',
  enforce: 'pre',
  resolveId(source, importer) {
    return CHINESE.test(source) ? this.resolve(source.replace(CHINESE, 'en.ts'), importer, { skipSelf: true }) : null
  },
  transformIndexHtml: (html) =>
    html
      .replace('lang="zh-CN"', 'lang="en"')
      .replace(
        /<meta name="description"[^>]*>/,
        '<meta name="description" content="Grading by rules, every point accounted for" />',
      )
      .replace('<title>衡评</title>', '<title>Hengping</title>')
      .replace(
        /<noscript>.*<\/noscript>/,
        '<noscript>This page needs JavaScript: allow it in the browser and reload.</noscript>',
      ),
}

/**
 * Makes the page (dist/editor), in mode `en` the English one (dist/editor/en), and, for the server, the service and
 * command line (dist/server), with everything that decides a grading in one file, `evaluator.js`, whose hash names the
 * engine in every grading. `server/cli/build.js` builds all three.
 */
export default defineConfig(({ isSsrBuild, mode }) => ({
  root: isSsrBuild ? '.' : 'editor',
  base: mode === 'en' ? '/en/' : '/',
  plugins: [
    ...(mode === 'en' ? [inEnglish] : []),
    svelte({ configFile: false }),
    ...(isSsrBuild ? [evaluatorFile(import.meta.dirname)] : []),
  ],
  server: { proxy: { '/api': 'http://127.0.0.1:8787' } },
  build: isSsrBuild
    ? {
        ssr: 'server/cli/main.ts',
        outDir: 'dist/server',
        target: 'node20',
        emptyOutDir: true,
        rollupOptions: {
          output: {
            entryFileNames: '[name].js',
            chunkFileNames: '[name].js',
          },
        },
      }
    : {
        outDir: mode === 'en' ? '../dist/editor/en' : '../dist/editor',
        emptyOutDir: true,
        target: ['chrome87', 'firefox78', 'safari14'],
      },
  test: {
    root: '.',
    // two files at a time; those that hold the clock to something run afterwards, one by one
    projects: [
      testProject('all', { include: ['test/**/*.test.ts'], exclude: AGAINST_THE_CLOCK, maxWorkers: 2 }, 0),
      testProject('clock', { include: AGAINST_THE_CLOCK, maxWorkers: 1 }, 1),
    ],
    // for what hangs, never for what is slow: a busy machine takes many times as long
    testTimeout: process.env['HENGPING_RUNS'] === 'long' ? 3_600_000 : 300_000,
    hookTimeout: 300_000,
  },
}))
