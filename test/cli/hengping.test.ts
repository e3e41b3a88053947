import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { gradingSchema } from '../../server/core/grading.ts'
import { submissionListSchema } from '../../server/http/shapes.ts'
import { projectRoot } from '../../server/project.ts'
import { PATIENCE } from '../support/runs.ts'

/** The command as people start it, in a copy of the project so that its builds disturb nobody. */
let root: string
const running = new Set<ChildProcess>()

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hengping-project-'))
  for (const name of ['server', 'editor', 'rules', 'fixtures', 'package.json', 'package-lock.json', 'vite.config.ts']) {
    await cp(join(projectRoot, name), join(root, name), { recursive: true })
  }
  await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
})
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})
afterAll(() => rm(root, { recursive: true, force: true }))

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(root, 'server/cli/hengping.js'), ...args], { cwd: root })
  running.add(child)
  return child
}

async function run(...args: string[]): Promise<{ code: number | null; output: string; complaints: string }> {
  const child = start(...args)
  const [output, complaints, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'exit') as Promise<[number | null]>,
  ])
  return { code, output, complaints }
}

const DEPARTMENT = 'fixtures/huadu-zhengfawei-2024.json'

describe('the command', () => {
  test('four first starts at once build once, and all of them work', async () => {
    const runs = await Promise.all(Array.from({ length: 4 }, () => run('grade', DEPARTMENT, '--json')))
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    expect(new Set(runs.map(({ output }) => output)).size).toBe(1)
    expect(runs.filter(({ complaints }) => complaints.includes('正在构建'))).toHaveLength(1)
    expect((await readdir(join(root, 'dist'))).sort()).toEqual(['server'])
  })

  test('the founding department gets its 99, confirmed, by an engine named by its bytes', async () => {
    const { output } = await run('grade', DEPARTMENT, '--rules', 'guangdong-department', '--json')
    const grading = gradingSchema.parse(JSON.parse(output))
    expect(grading).toMatchObject({ points: 99, grade: '优', confirmedBy: 'json-rules-engine' })
    const evaluator = await readFile(join(root, 'dist/server/evaluator.js'))
    const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(evaluator))
    expect(grading.engine.hash).toBe(`sha256:${Buffer.from(digest).toString('hex')}`)
  })

  test('a changed source is built again before the command runs', async () => {
    const usage = join(root, 'server/cli/usage.ts')
    const source = await readFile(usage, 'utf8')
    await writeFile(usage, source.replace('按规则打分', '照规则打分'))
    const { output, complaints } = await run('help')
    expect([output.includes('照规则打分'), complaints.includes('正在构建')]).toEqual([true, true])
    await writeFile(usage, source)
    await utimes(usage, 0, 0)
    expect((await run('help')).output).toContain('按规则打分')
    expect((await run('help')).complaints).toBe('')
  })

  test('npm run build makes the program and the page in both languages, so that no start needs to', async () => {
    const build = spawn('npm', ['run', 'build'], { cwd: root })
    expect(await once(build, 'exit')).toEqual([0, null])
    for (const made of ['server/main.js', 'editor/index.html', 'editor/en/index.html'])
      expect(existsSync(join(root, 'dist', made))).toBe(true)
    expect((await run('--version')).complaints).toBe('')
  })

  test('a reader that stops early is no fault', async () => {
    const child = start('grade', DEPARTMENT, DEPARTMENT, '--explain')
    const complaints = text(child.stderr!)
    await once(child.stdout!, 'readable')
    child.stdout!.destroy()
    const [code] = (await once(child, 'exit')) as [number]
    expect([code, await complaints]).toEqual([0, ''])
  })

  test('the program cannot make code from text', async () => {
    await writeFile(
      join(root, 'probe.mjs'),
      'try { new Function("return 1")(); console.log("made") } catch { console.log("refused") }',
    )
    const child = spawn(process.execPath, ['--disallow-code-generation-from-strings', join(root, 'probe.mjs')])
    expect(await text(child.stdout)).toBe('refused\n')
    const bin = await readFile(join(root, 'server/cli/hengping.js'), 'utf8')
    expect(bin).toContain("'--disallow-code-generation-from-strings', main")
  })
})

describe('the service', () => {
  let data: string
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'hengping-data-'))
  })
  afterAll(() => rm(data, { recursive: true, force: true }))

  interface Started {
    readonly child: ChildProcess
    readonly address: string
    readonly port: number
    readonly lines: string
    readonly ended: Promise<[number | null, NodeJS.Signals | null]>
  }

  async function serve(...args: string[]): Promise<Started> {
    const child = start('serve', '--port', '0', '--data', data, ...args)
    const ended = once(child, 'exit') as Started['ended']
    let lines = ''
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => (lines += chunk))
    for (;;) {
      const address = /http:\/\/\S+?:\d+/.exec(lines)?.[0]
      if (address) return { child, address, port: Number(new URL(address).port), lines, ended }
      if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${lines}`)
      await setTimeout(20)
    }
  }

  test('a new folder begins with rules, fixtures and the sample district, all of them graded', async () => {
    const { address, lines, child, ended } = await serve()
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(lines).toMatch(/读入指标体系/)
    expect(lines).toMatch(/示例数据/)
    const { submissions } = submissionListSchema.parse(await (await fetch(`${address}/api/submissions`)).json())
    expect(submissions.filter(({ mark }) => mark === '示例数据')).toHaveLength(200)
    expect(submissions.filter(({ grading }) => grading === null)).toEqual([])
    expect(submissions.find(({ id }) => id === 'huadu-zhengfawei-2024')?.grading).toMatchObject({
      points: 99,
      confirmed: true,
    })
    const page = await fetch(`${address}/`)
    expect(await page.text()).toContain('<!doctype html>')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  test('a second start keeps what is there, and reports a changed rule set without taking it', async () => {
    const file = join(root, 'rules/mof-project.2024-01-01.json')
    const original = await readFile(file, 'utf8')
    await writeFile(file, original.replace('"title": "项目支出绩效自评表"', '"title": "改过的表"'))
    await writeFile(join(root, 'rules/broken.2024-01-01.json'), '{"id":')
    const { address, lines, child, ended } = await serve()
    expect(lines).toMatch(/mof-project\.2024-01-01\.json 与已存的“mof-project@2024-01-01”内容不同/)
    expect(lines).toMatch(/broken\.2024-01-01\.json/)
    expect(lines).not.toMatch(/双算核验/)
    const response = await fetch(`${address}/api/rule-sets/mof-project/2024-01-01`)
    expect(((await response.json()) as { ruleSet: { title: string } }).ruleSet.title).toBe('项目支出绩效自评表')
    await rm(join(root, 'rules/broken.2024-01-01.json'))
    await writeFile(file, original)
    child.kill('SIGINT')
    expect(await ended).toEqual([0, null])
  })

  test('a port or a folder in use ends the second start with a sentence', async () => {
    const { port, address, child, ended } = await serve()
    const samePort = await run('serve', '--port', String(port), '--data', join(data, 'other'))
    expect([samePort.code, samePort.complaints]).toEqual([2, expect.stringContaining(`端口 ${port} 已被占用`)])
    const sameFolder = await run('serve', '--port', '0', '--data', data)
    expect([sameFolder.code, sameFolder.complaints]).toEqual([
      2,
      expect.stringMatching(/正由另一个衡评进程（进程号 \d+）使用/),
    ])
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  test('told to stop, it answers what it was asked before and keeps it', async () => {
    const { address, child, ended } = await serve()
    const submission = JSON.parse(await readFile(join(root, DEPARTMENT), 'utf8')) as Record<string, unknown>
    const asked = Array.from({ length: 20 }, (_, index) =>
      fetch(`${address}/api/submissions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...submission, id: `kept-${index}` }),
      }).then(
        (response) => response.status,
        () => 'not taken' as const,
      ),
    )
    await setTimeout(30)
    child.kill('SIGTERM')
    const statuses = await Promise.all(asked)
    expect(await ended).toEqual([0, null])
    const file = JSON.parse(await readFile(join(data, 'state.json'), 'utf8')) as { submissions: { id: string }[] }
    const kept = new Set(file.submissions.map(({ id }) => id))
    for (const [index, status] of statuses.entries()) if (status === 201) expect(kept).toContain(`kept-${index}`)
    expect(statuses.filter((status) => status !== 201 && status !== 'not taken')).toEqual([])
  })

  test('senders that never finish their headers are gone within six seconds', async () => {
    const { port, address, child, ended } = await serve()
    const sockets = Array.from({ length: 50 }, () => connect(port, '127.0.0.1'))
    const closed = sockets.map((socket) => once(socket, 'close'))
    for (const socket of sockets) {
      socket.on('error', () => {})
      socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ')
      socket.resume()
    }
    const started = Date.now()
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    await Promise.all(closed)
    expect(Date.now() - started).toBeLessThan(6_000 * PATIENCE)
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })
})
