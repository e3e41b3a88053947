import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Indicator, RuleSet } from '../server/core/rule-set.ts'
import { generateDistrict } from '../server/sample/district.ts'

/** Milliseconds: from the question to the whole answer, or in the page from the last input to what is painted. */
export interface WhatIfFigure {
  readonly departments: number
  /** `first`: what reads all departments. `longest frame`: between two frames of the page while somebody drags. */
  readonly what:
    'first' | Edit | 'job: beginning' | `job: ${Edit}` | 'page: last input to paint' | 'page: longest frame'
  readonly rounds: number
  readonly least: number
  readonly median: number
}
type Edit = 'weight' | 'threshold' | 'rows'

const WARMING = 5
export const CHROMIUM = '/usr/bin/chromium'

/**
 * Tries edits of `guangdong-department` on many departments through the real service, as the page does: its HTTP route,
 * its evaluation process, its answer; then in the page itself, where there is a Chromium.
 * @param root the project’s folder
 */
export async function measureWhatIf(
  root: string,
  sizes: readonly number[],
  rounds: number,
  onPage = existsSync(CHROMIUM),
): Promise<WhatIfFigure[]> {
  const figures: WhatIfFigure[] = []
  for (const departments of sizes) {
    const tell = (what: WhatIfFigure['what'], times: readonly number[]): void => {
      const sorted = [...times].sort((a, b) => a - b)
      const median = sorted[Math.floor(sorted.length / 2)] ?? NaN
      figures.push({ departments, what, rounds: sorted.length, least: sorted[0] ?? NaN, median })
    }
    const service = await Service.start(root, departments)
    try {
      const ruleSet = await service.ruleSet()
      tell('first', [await timed(() => service.try(ruleSet))])
      for (const [edit, change] of EDITS) {
        const times: number[] = []
        for (let round = 0; round < rounds + WARMING; round++) {
          const edited = change(ruleSet, round + 1)
          times.push(await timed(() => service.try(edited)))
        }
        tell(edit, times.slice(WARMING))
      }
      if (onPage) {
        const { paints, frames } = await measurePage(service.address, rounds)
        tell('page: last input to paint', paints)
        tell('page: longest frame', frames)
      }
    } finally {
      await service.stop()
    }
  }
  return figures
}

/**
 * Moves a tenth of a point between two indicators on the page, again and again: one input after the other, as fast as
 * somebody drags, then waits until the answer to the last one is painted.
 */
async function measurePage(address: string, rounds: number): Promise<{ paints: number[]; frames: number[] }> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
    await page.goto(`${address}/#/rule-sets/guangdong-department/2024-01-01`)
    await page.locator('.effect[aria-busy="false"]').waitFor({ timeout: 120_000 })
    const measured: { paint: number; longest: number }[] = []
    for (let round = 0; round < rounds + WARMING; round++)
      measured.push(await page.evaluate<{ paint: number; longest: number }>(`(${DRAG})(${round})`))
    const kept = measured.slice(WARMING)
    return { paints: kept.map(({ paint }) => paint), frames: kept.map(({ longest }) => longest) }
  } finally {
    await browser.close()
  }
}

/** Run in the page. A pair of inputs keeps the sums right; every pair is another edit. */
const DRAG = `async (round) => {
  const input = (label) => document.querySelector('input[aria-label="' + label + ' 分值"]')
  const [from, to] = [input('采购合同签订时效性'), input('合同备案时效性')]
  const type = (element, points) => {
    element.focus()
    element.value = String(Math.round(points * 100) / 100)
    element.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  let [last, longest, changedAt] = [performance.now(), 0, 0]
  const observer = new MutationObserver(() => (changedAt = performance.now()))
  observer.observe(document.querySelector('.effect'), { subtree: true, childList: true, characterData: true, attributes: true })
  const STEPS = 8
  for (let step = 1; step <= STEPS; step++) {
    const moved = ((round % 8) * STEPS + step) / 100
    type(from, 2 - moved)
    type(to, 2 + moved)
    const now = performance.now()
    if (step > 1) longest = Math.max(longest, now - last)
    last = now
    if (step < STEPS) await frame()
  }
  const done = performance.now()
  const settled = () => document.querySelector('.effect').getAttribute('aria-busy') === 'false'
  while (changedAt < done || !settled()) {
    await frame()
    if (performance.now() - done > 30000) throw new Error('nothing was painted')
  }
  await frame()
  const paint = performance.now() - done
  observer.disconnect()
  if (from.value !== String(Math.round((2 - ((round % 8) * STEPS + STEPS) / 100) * 100) / 100)) throw new Error('an input was lost')
  return { paint, longest }
}`

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await run()
  return performance.now() - start
}

/** Each round another value, so that no answer can be one that was given before. */
export const EDITS: readonly (readonly [Edit, (ruleSet: RuleSet, round: number) => RuleSet])[] = [
  // a point between two indicators of one block
  ['weight', (ruleSet, round) => moveWeight(ruleSet, 'contractSigning', 'contractFiling', (round % 40) / 50)],
  // where the best band ends
  [
    'threshold',
    (ruleSet, round) =>
      changed(ruleSet, 'costControl', (indicator) => ({
        ...indicator,
        scoring: {
          method: 'bands',
          value: 'unitCostRatio',
          bands: [
            { to: 1 - round / 1000, points: 2 },
            { above: 1 - round / 1000, to: 1.1, points: 1 },
            { above: 1.1, points: 0 },
          ],
        },
      })),
  ],
  // a point between two indicators that have a row each for every target
  ['rows', (ruleSet, round) => moveWeight(ruleSet, 'outputTargets', 'benefitTargets', (round % 40) / 20)],
]

const moveWeight = (ruleSet: RuleSet, from: string, to: string, points: number): RuleSet =>
  changed(
    changed(ruleSet, from, (one) => ({ ...one, points: rounded((one.points ?? 0) - points) })),
    to,
    (one) => ({
      ...one,
      points: rounded((one.points ?? 0) + points),
    }),
  )

/** As it is typed. */
const rounded = (points: number): number => Math.round(points * 100) / 100

function changed(ruleSet: RuleSet, id: string, change: (indicator: Indicator) => Indicator): RuleSet {
  const inside = (indicator: Indicator): Indicator =>
    indicator.id === id
      ? change(indicator)
      : { ...indicator, ...(indicator.children && { children: indicator.children.map(inside) }) }
  return { ...ruleSet, indicators: ruleSet.indicators.map(inside) }
}

/** The service as it is shipped, in a data folder of its own. */
export class Service {
  private constructor(
    private readonly child: ChildProcess,
    private readonly data: string,
    readonly address: string,
  ) {}

  static async start(root: string, departments: number): Promise<Service> {
    const data = mkdtempSync(join(tmpdir(), 'hengping-what-if-'))
    const child = spawn(
      process.execPath,
      [join(root, 'server/cli/hengping.js'), 'serve', '--port', '0', '--data', data],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const service = new Service(child, data, await addressOf(child))
    const submissions = generateDistrict({ seed: 20_240_406, departments, projects: 0 })
    const SENT = 1000
    for (let start = 0; start < submissions.length; start += SENT)
      await service.post('/api/submissions', submissions.slice(start, start + SENT))
    return service
  }

  async ruleSet(): Promise<RuleSet> {
    const response = await fetch(`${this.address}/api/rule-sets/guangdong-department/2024-01-01`)
    return ((await response.json()) as { ruleSet: RuleSet }).ruleSet
  }

  try(ruleSet: RuleSet): Promise<unknown> {
    return this.post('/api/rule-sets/try', { ruleSet })
  }

  async post(path: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${this.address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.address },
      body: JSON.stringify(body),
    })
    const answer: unknown = await response.json()
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer).slice(0, 500)}`)
    return answer
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await ended
    rmSync(this.data, { recursive: true, force: true })
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(said)))
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const address = /已启动：(http:\/\/[^（\s]+)/.exec(said)?.[1]
        if (address) resolve(address)
      })
  })
}
