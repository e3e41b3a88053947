/**
 * Builds `dist/server` and `dist/editor` when a source changed, safely when several commands start at once. Commands
 * call it as they start; `npm run build` runs it alone.
 */
import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** What each build is made from. The page shares the server's shapes. */
const SOURCES = {
  server: ['server', 'package-lock.json', 'package.json', 'vite.config.ts'],
  editor: ['editor', 'server/core', 'server/http', 'package-lock.json', 'package.json', 'vite.config.ts'],
}
const STAMP = '.built-from'
const LONGEST_BUILD = 5 * 60_000

/**
 * @param {string} root the project's folder
 * @param {'server' | 'editor'} part
 */
export async function bringUpToDate(root, part) {
  if (isCurrent(root, part)) return
  const release = await lock(join(root, 'dist', `.${part}.lock`))
  try {
    if (!isCurrent(root, part)) await build(root, part)
  } finally {
    release()
  }
}

/** @param {string} root @param {'server' | 'editor'} part */
function isCurrent(root, part) {
  const stamp = join(root, 'dist', part, STAMP)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root, part)
}

/** Builds beside the present output and puts it in its place whole. @param {string} root @param {'server' | 'editor'} part */
async function build(root, part) {
  process.stderr.write(part === 'server' ? '正在构建程序……\n' : '正在构建页面……\n')
  const madeFrom = fingerprint(root, part)
  const output = join(root, 'dist', part)
  const fresh = join(root, 'dist', `.${part}.${process.pid}.new`)
  const old = join(root, 'dist', `.${part}.${process.pid}.old`)
  try {
    const vite = await import('vite')
    const common = { configFile: join(root, 'vite.config.ts'), logLevel: /** @type {const} */ ('error') }
    if (part === 'server') {
      await vite.build({ ...common, root, build: { outDir: fresh, emptyOutDir: true, ssr: 'server/cli/main.ts' } })
    } else {
      // one page in each language
      for (const [mode, outDir] of [
        ['production', fresh],
        ['en', join(fresh, 'en')],
      ])
        await vite.build({ ...common, mode, root: join(root, 'editor'), build: { outDir, emptyOutDir: true } })
    }
    writeFileSync(join(fresh, STAMP), madeFrom)
    if (existsSync(output)) renameSync(output, old)
    renameSync(fresh, output)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
    rmSync(old, { recursive: true, force: true })
  }
}

/** Names, sizes and times of every source. @param {string} root @param {'server' | 'editor'} part */
function fingerprint(root, part) {
  const hash = createHash('sha256')
  for (const source of SOURCES[part]) {
    const path = join(root, source)
    const names = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }).sort() : ['']
    for (const name of names) {
      const stat = statSync(join(path, name), { throwIfNoEntry: false })
      if (!stat || stat.isDirectory()) continue
      hash.update(`${source}/${name} ${stat.size} ${stat.mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/** One build at a time; a lock whose process is gone counts for nothing. @param {string} file */
async function lock(file) {
  mkdirSync(join(file, '..'), { recursive: true })
  const own = `${file}.${process.pid}`
  for (;;) {
    writeFileSync(own, String(process.pid))
    try {
      linkSync(own, file)
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    } finally {
      rmSync(own, { force: true })
    }
    if (!isHeld(file)) rmSync(file, { force: true })
    else await setTimeout(100)
  }
}

/** @param {string} file */
function isHeld(file) {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat || Date.now() - stat.mtimeMs > LONGEST_BUILD) return false
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  await bringUpToDate(root, 'server')
  await bringUpToDate(root, 'editor')
}
