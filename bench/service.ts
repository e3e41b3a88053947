import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateDistrict } from '../server/sample/district.ts'
import { at } from './measure.ts'
import { short } from './table.ts'
import type { WhatIfFigure } from './what-if.ts'

/** One thing the whole program was asked for, in words and as a number. */
export interface ServiceFigure {
  readonly name: string
  readonly text: string
  readonly value: number
}

const FORM = 'fixtures/huadu-zhengfawei-2024.json'
const RULES = 'guangdong-department'
/** Items that a batch has judged by both judges, and items beyond. */
const BOTH_JUDGES = 10_000
const BEYOND = 20_000
const STARTS = 7
/** Districts in which edits are tried, and how often each is. */
const DEPARTMENTS = [1_000, 10_000]
const EDITS = 20

/**
 * The program as it is shipped, with files and a data folder of its own: how long a command takes from nothing, how many
 * items a batch does, how many requests the service answers (where `peers` has autocannon).
 */
export async function serviceFigures(root: string, peers: string | undefined): Promise<ServiceFigure[]> {
  // brings the build up to date
  run(root, [starter(root), '--version'])
  const folder = mkdtempSync(join(tmpdir(), 'hengping-bench-'))
  try {
    return [
      ...coldStarts(root),
      ...batches(root, folder),
      ...(peers ? await requests(root, folder, peers) : []),
      ...edits(root).map(editFigure),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Builds what is not up to date, and runs the program. */
const starter = (root: string): string => join(root, 'server/cli/hengping.js')
const program = (root: string): string => join(root, 'dist/server/main.js')

/** Runs a command to its end; answers the milliseconds it took. */
function run(root: string, args: readonly string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')}：${stderr}`)
  return performance.now() - start
}

function coldStarts(root: string): ServiceFigure[] {
  const times = Array.from({ length: STARTS }, () => run(root, [program(root), 'grade', FORM, '--rules', RULES]))
  const name = '评一份填报的命令，从启动到结束'
  return [{ name, text: `${short(at(times, 0.5))} 毫秒（最快 ${short(at(times, 0))}）`, value: at(times, 0.5) }]
}

/** Two batches of different length: what the first items take, and what each further one takes. */
function batches(root: string, folder: string): ServiceFigure[] {
  const take = (items: number): number => {
    const [input, output] = [join(folder, `${items}.ndjson`), join(folder, `${items}-out.ndjson`)]
    const lines = generateDistrict({ seed: 20_240_406, departments: items, projects: 0 }).map((one) =>
      JSON.stringify(one),
    )
    writeFileSync(input, `${lines.join('\n')}\n`)
    return run(root, [program(root), 'batch', input, '--rules', RULES, '--out', output])
  }
  const first = take(BOTH_JUDGES)
  const further = take(BOTH_JUDGES + BEYOND) - first
  const perSecond = (items: number, milliseconds: number): number => (items / milliseconds) * 1000
  const figure = (name: string, items: number, milliseconds: number): ServiceFigure => ({
    name,
    text: `每秒 ${short(perSecond(items, milliseconds))} 份`,
    value: perSecond(items, milliseconds),
  })
  return [
    figure(`批量评分 ${BOTH_JUDGES} 份，全部双算核验，含启动和读写文件`, BOTH_JUDGES, first),
    figure(`批量评分，其后 ${BEYOND} 份，抽百分之一核验`, BEYOND, further),
  ]
}

const EDIT_NAMES: Readonly<Record<WhatIfFigure['what'], string>> = {
  first: '头一次试算',
  weight: '改一个分值',
  threshold: '改一个分档',
  rows: '改按行评分的指标的分值',
  'job: beginning': '改一个分值，刚启动的评分子进程的头一百次',
  'job: weight': '改一个分值，只算评分子进程做的',
  'job: threshold': '改一个分档，只算评分子进程做的',
  'job: rows': '改按行评分的指标的分值，只算评分子进程做的',
  'page: last input to paint': '页面上拖动：从最后一次输入到画出',
  'page: longest frame': '页面上拖动：最长的一帧',
}

function edits(root: string): WhatIfFigure[] {
  const asked = JSON.stringify({ departments: DEPARTMENTS, rounds: EDITS })
  const { status, stdout } = spawnSync(process.execPath, [process.argv[1] ?? '', '--edits', asked], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error('改动的试算没有量完')
  return JSON.parse(stdout) as WhatIfFigure[]
}

function editFigure({ departments, what, least, median }: WhatIfFigure): ServiceFigure {
  const name = `试算 ${departments} 个部门：${EDIT_NAMES[what]}`
  return { name, text: `${short(median)} 毫秒（最快 ${short(least)}）`, value: median }
}

interface Cannon {
  (options: {
    url: string
    method?: string
    headers?: object
    body?: string
    connections: number
    duration: number
  }): Promise<{
    requests: { average: number }
    latency: { p50: number; p99: number }
    non2xx: number
    errors: number
  }>
}
const CONNECTIONS = 10
const SECONDS = 5

async function requests(root: string, folder: string, peers: string): Promise<ServiceFigure[]> {
  const cannon = createRequire(peers)('autocannon') as Cannon
  const child = spawn(process.execPath, [starter(root), 'serve', '--port', '0', '--data', join(folder, 'data')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const address = await addressOf(child)
    const submission: unknown = JSON.parse(readFileSync(join(root, FORM), 'utf8'))
    const asked = [
      { name: '读一份评分结果', path: '/api/gradings/huadu-zhengfawei-2024' },
      { name: '评一份填报（双算核验、全部说明）', path: '/api/gradings', body: { submission, ruleSet: RULES } },
    ]
    const figures: ServiceFigure[] = []
    for (const { name, path, body } of asked) {
      const {
        requests: done,
        latency,
        non2xx,
        errors,
      } = await cannon({
        url: address + path,
        ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        connections: CONNECTIONS,
        duration: SECONDS,
      })
      if (non2xx + errors > 0) throw new Error(`${path}：${non2xx + errors} 次没有得到答复`)
      figures.push({
        name: `服务：${name}，${CONNECTIONS} 个连接`,
        text: `每秒 ${short(done.average)} 次，中位 ${short(latency.p50)} 毫秒，百分之一慢于 ${short(latency.p99)} 毫秒`,
        value: done.average,
      })
    }
    return figures
  } finally {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
}

/** Where a service that was started listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const address = /衡评已启动：(http:\/\/\S+?:\d+)/.exec(output)?.[1]
      if (address !== undefined) resolve(address)
    })
    child.once('exit', (code) => reject(new Error(`服务以 ${code} 结束：${output}`)))
  })
}
