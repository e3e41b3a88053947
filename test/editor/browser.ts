import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { treeOf } from '../support/process-tree.ts'

export const CHROMIUM = '/usr/bin/chromium'
export const hasBrowser = existsSync(CHROMIUM)

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** How many times slower pages are made, to see whether a test waits for all it needs. */
const SLOWER = Number(process.env['HENGPING_SLOW'] ?? 1)

/** A browser. With `HENGPING_SLOW=6` its pages run six times slower and no answer of the API comes at once. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS })
  if (SLOWER > 1) browser.on('context', (context) => void slowDown(context))
  return browser
}

async function slowDown(context: BrowserContext): Promise<void> {
  context.on('page', async (page) => {
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  })
  await context.route('**/api/**', async (route) => {
    await setTimeout(50 + Math.random() * 250)
    // the page may have gone on meanwhile
    await route.fallback().catch(() => undefined)
  })
}

/** Ends a browser; one that does not say that it ended goes with this process. */
export const closeBrowser = (browser: Browser | undefined): Promise<unknown> =>
  Promise.race([browser?.close(), setTimeout(5000)])

export interface RunningServer {
  readonly address: string
  /** What it printed so far. */
  said(): string
  stop(): Promise<void>
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
  /** Starts it again at the same address with the same data. */
  startAgain(): Promise<void>
}

/**
 * The real server as `npm start` runs it, on a free port with a data folder of its own.
 * @param options of `hengping serve`
 */
export async function startServer(...options: string[]): Promise<RunningServer> {
  const data = mkdtempSync(join(tmpdir(), 'hengping-page-'))
  const start = (port: string) =>
    spawn(process.execPath, ['server/cli/hengping.js', 'serve', '--port', port, '--data', data, ...options])
  let server = start('0')
  let output = listen(server)
  const address = await begun(server, output)
  const ended = () => new Promise((resolve) => server.once('exit', resolve))
  return {
    address,
    said: () => output.text,
    stop: async () => {
      const end = ended()
      server.kill('SIGTERM')
      await end
      rmSync(data, { recursive: true, force: true })
    },
    kill: async () => {
      const end = ended()
      for (const pid of (await treeOf(server.pid!)).reverse()) killIfThere(pid)
      await end
    },
    startAgain: async () => {
      server = start(new URL(address).port)
      output = listen(server)
      await begun(server, output)
    },
  }
}

/** One of several processes may be gone by the time it is its turn. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** What a process prints, as it comes. */
function listen({ stdout, stderr }: ChildProcess): { text: string } {
  const output = { text: '' }
  for (const stream of [stdout, stderr]) stream?.on('data', (chunk: Buffer) => (output.text += chunk.toString()))
  return output
}

/** Where a server that starts is reached, once it can be. */
function begun(server: ChildProcess, output: { readonly text: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error(`the server ended before it was ready:\n${output.text}`)))
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on('data', () => {
        const address = /已启动：(http:\/\/[^（\s]+)/.exec(output.text)?.[1]
        if (address) resolve(address)
      })
    }
  })
}

/** Everything that went wrong on a page without stopping it: console errors, exceptions, refusals by the content policy. */
export async function watchFaults(page: Page): Promise<string[]> {
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(String(error)))
  await page.exposeFunction('reportRefusal', (text: string) => faults.push(text))
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    reportRefusal('content policy: ' + event.violatedDirective + ' ' + event.blockedURI))`)
  return faults
}

/**
 * Closes pages. Chromium at times never says that a page is closed which was still loading (4 of 64 closed at once on a
 * busy machine): such a page goes with its browser.
 */
export const closePages = (...pages: Page[]): Promise<unknown> =>
  Promise.race([Promise.all(pages.map((page) => page.close())), setTimeout(2000)])

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds on the page as it stands, WCAG 2.1 AA and the contrast of AAA; one text each.
 * @param within a selector, to look at a part of the page alone
 */
export async function accessibilityFaults(page: Page, within = 'html'): Promise<string[]> {
  await page.evaluate(axe)
  // what is as it should be is not told: naming every such element takes most of the time
  const violations = await page.evaluate<readonly Violation[]>(
    `axe.run('${within}', { resultTypes: ['violations'], rules: { 'color-contrast-enhanced': { enabled: true } } })
      .then(({ violations }) => violations.map(({ id, nodes }) =>
        ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))`,
  )
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`))
}

/** By how many pixels the page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
