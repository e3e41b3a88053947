/** `npm run bench`: brings in the engines to compare with, once, builds the bench and runs it as the service runs. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const bench = join(root, 'bench')
const peers = join(bench, 'node_modules', 'autocannon', 'package.json')

/** @param {string} command @param {string[]} args */
const run = (command, args) => spawnSync(command, args, { cwd: root, stdio: ['inherit', 2, 'inherit'] }).status === 0

if (!existsSync(peers)) {
  process.stderr.write('第一次运行，正在安装用来比较的引擎……\n')
  // not `npm ci`: it refuses a lock file that lacks an optional binary of another platform, which registries do not all keep
  if (!run('npm', ['--prefix', bench, 'install', '--no-save', '--no-audit', '--no-fund']))
    process.stderr.write('装不上用来比较的引擎（没有网络？），这次只和 json-rules-engine 比较。\n')
}

const { build } = await import('vite')
await build({
  root,
  configFile: false,
  logLevel: 'error',
  build: {
    ssr: 'bench/main.ts',
    outDir: 'dist/bench',
    target: 'node20',
    emptyOutDir: true,
    rollupOptions: { output: { entryFileNames: '[name].js' } },
  },
})
const own = existsSync(peers) ? ['--peers', join(bench, 'package.json')] : []
const { status } = spawnSync(
  process.execPath,
  [
    '--disallow-code-generation-from-strings',
    '--expose-gc',
    join(root, 'dist', 'bench', 'main.js'),
    ...own,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
)
process.exitCode = status ?? 2
