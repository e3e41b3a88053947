import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BuiltServer } from '../support/built-server.ts'
import { LONG } from '../support/runs.ts'
import { exampleSubmission } from './examples.ts'

describe.runIf(LONG)('what the system is asked for, as strace sees it', () => {
  let server: BuiltServer
  let folder: string
  beforeAll(async () => {
    server = await BuiltServer.build()
    folder = await mkdtemp(join(tmpdir(), 'hengping-strace-'))
  })
  afterAll(async () => {
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  })

  test('content written and synced, then its record written and synced, then the answer; a snapshot synced, renamed, its folder synced', async () => {
    const found = await promisify(execFile)('which', ['strace']).catch(() => null)
    if (!found) return console.log('系统调用的次序：没有跑，请安装 strace（apt-get install strace）')
    const trace = join(folder, 'trace')
    const data = join(folder, 'data')
    const calls = 'trace=openat,pwrite64,write,writev,fdatasync,fsync,rename'
    const command = ['-f', '-s', '400', '-y', '-e', calls, '-o', trace, process.execPath]
    const child = spawn('strace', [
      ...command,
      join(server.root, 'dist/server/main.js'),
      'serve',
      '--port',
      '0',
      '--data',
      data,
    ])
    let output = ''
    const address = await new Promise<string>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk
        const at = /衡评已启动：(http:\/\/\S+?:\d+)/.exec(output)?.[1]
        if (at) resolve(at)
      })
    })
    const answer = await fetch(`${address}/api/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(exampleSubmission({ id: 'traced-unit' })),
    })
    expect(answer.status).toBe(201)
    await promisify(execFile)('pkill', ['-TERM', '-P', String(child.pid)])
    await once(child, 'exit')
    const lines = (await readFile(trace, 'utf8')).split('\n')
    /** Where a call ends that begins with what is looked for, after another. */
    const after = (from: number, what: RegExp, about: string): number => {
      const began = lines.findIndex((line, index) => index > from && what.test(line))
      expect(began, `${about}\n${String(what)}`).toBeGreaterThan(from)
      if (!lines[began]!.includes('<unfinished')) return began
      const [, thread = '', name = ''] = /^(\d+)\s+(\w+)\(/.exec(lines[began]!)!
      return lines.findIndex(
        (line, index) => index > began && line.startsWith(thread) && line.includes(`<... ${name} resumed`),
      )
    }
    const content = after(0, /pwrite64\(\d+<[^>]*\.pack>, ".*traced-unit/, 'content')
    const contentSynced = after(content, /fdatasync\(\d+<[^>]*\.pack>/, 'content synced')
    const record = after(contentSynced, /pwrite64\(\d+<[^>]*journal\.log>, ".*traced-unit/, 'record')
    const recordSynced = after(record, /fdatasync\(\d+<[^>]*journal\.log>/, 'record synced')
    const answered = lines.findIndex((line) => /writev?\(\d+<.*HTTP\/1\.1 201/.test(line))
    expect(answered).toBeGreaterThan(recordSynced)
    const snapshot = after(answered, /fsync\(\d+<[^>]*state\.json[^>]*tmp>/, 'snapshot synced')
    const renamed = after(snapshot, /rename\("[^"]*state\.json[^"]*tmp", "[^"]*state\.json"/, 'renamed')
    after(renamed, /fsync\(\d+<[^>]*data>/, 'folder synced')
  })
})
