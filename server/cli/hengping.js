#!/usr/bin/env node
/**
 * Starts Hengping: builds what is older than its sources, then runs it. Plain JavaScript, since it runs before any build.
 * The program proper runs in a process of its own that cannot make code from text.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bringUpToDate } from './build.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const args = process.argv.slice(2)

try {
  await bringUpToDate(root, 'server')
  if (args[0] === 'serve' && !args.includes('--help')) await bringUpToDate(root, 'editor')
} catch (error) {
  process.stderr.write(`程序没有构建成功，请先在 ${root} 运行 npm ci 再试。\n`)
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(2)
}

const main = join(root, 'dist', 'server', 'main.js')
const child = spawn(process.execPath, ['--disallow-code-generation-from-strings', main, ...args], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 1)
})
