import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { evaluatorFile } from './server/sealing/evaluator-build.ts'

/**
 * `vite build` makes the page (dist/editor); `vite build --ssr` makes the server and command line (dist/server), with
 * everything that decides a grading in one file, `evaluator.js`, whose hash names the engine in every grading.
 */
export default defineConfig(({ isSsrBuild }) => ({
  root: isSsrBuild ? '.' : 'editor',
  plugins: [svelte({ configFile: false }), ...(isSsrBuild ? [evaluatorFile(import.meta.dirname)] : [])],
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
    : { outDir: '../dist/editor', emptyOutDir: true, target: ['chrome87', 'firefox78', 'safari14'] },
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    testTimeout: process.env['HENGPING_RUNS'] === 'long' ? 3_600_000 : 120_000,
    hookTimeout: 120_000,
  },
}))
