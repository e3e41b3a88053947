import type { Browser, BrowserContext, BrowserContextOptions, Download, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import {
  accessibilityFaults,
  closeBrowser,
  launchBrowser,
  overflowOf,
  startServer,
  watchFaults,
  type RunningServer,
} from './browser.ts'

/** How long what is on its way may take, in milliseconds: a busy machine needs many times what a free one does. */
const LONGEST_WAIT = 60_000

/**
 * `expect`, asked again until it holds: whatever a click, a key or an answer brings to the page is on its way at first.
 * Every look at a page belongs in it, unless what is looked at was there before.
 */
export const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: LONGEST_WAIT })

/** Waits until keys go to an element. Nothing is typed before. */
export const hasFocus = (target: Locator): Promise<void> =>
  eventually(() => target.evaluate((element) => element === document.activeElement)).toBe(true)

/** The page, or a part of it by a selector, is accessible; and the page is no wider than its window. */
export async function looksRight(page: Page, within?: string): Promise<void> {
  await eventually(() => accessibilityFaults(page, within)).toEqual([])
  await eventually(async () => [page.url(), await overflowOf(page)]).toEqual([page.url(), 0])
}

/** A desk, and a laptop, which windows have unless told otherwise. */
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
] as const

/** The same, and no wider than its window at either size. */
export async function looksRightAtBothSizes(page: Page, within?: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size)
    await eventually(async () => [size.width, await overflowOf(page)]).toEqual([size.width, 0])
  }
  await looksRight(page, within)
}

/** Takes pictures of the page at both sizes into the folder `SHOTS`, to be looked at; none unless told. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS']
  if (!folder) return
  for (const size of SIZES) {
    await page.setViewportSize(size)
    await page.screenshot({ path: `${folder}/${name}-${size.width}.png` })
  }
}

/** What a window asks of some addresses is on its way until it is let go, by what is answered. */
export async function hold(page: Page, addresses: string): Promise<() => Promise<void>> {
  let letGo = (): void => undefined
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(addresses, async (route) => {
    await held
    await route.fallback()
  })
  return async () => {
    letGo()
    await page.unrouteAll({ behavior: 'wait' })
  }
}

/** The file that a click brings. */
export async function downloadBy(target: Locator): Promise<Download> {
  const [download] = await Promise.all([target.page().waitForEvent('download', { timeout: 90_000 }), target.click()])
  return download
}

/**
 * Makes the tests of a file one story: what comes after a failure is not run, as it would only wait in vain for what the
 * failed part was to bring.
 */
function tellAsOneStory(): void {
  let failed: string | null = null
  beforeEach(({ task, skip, onTestFailed }) => {
    if (failed !== null) skip(`“${failed}” failed before it`)
    onTestFailed(() => {
      failed = task.name
    })
  })
}

/** Who sits where, and what their browser allows. */
export interface Seat extends BrowserContextOptions {
  /** A demo identity, `demo:rules-1`; the one that the service gives to who has none if undefined. */
  readonly as?: string
  readonly permissions?: string[]
}

/** A service and a browser for the tests of one file. Whatever a page complains of fails its test. */
export interface Stage {
  readonly server: RunningServer
  readonly browser: Browser
  /** A computer of its own, with nothing open. */
  computer(seat?: Seat): Promise<BrowserContext>
  /** A window at a computer of its own, or one more at a known one. */
  window(where?: Seat | BrowserContext): Promise<Page>
  /** What pages are to complain of in the present test. They have to, once or more. */
  expectFaults(pattern: RegExp): void
}

/**
 * Sets the stage for the tests of a `describe`: server and browser start before them and end after them.
 * @param options.faults what pages may complain of; nothing if undefined
 * @param options.serve options of `hengping serve`
 * @param options.apart each test stands on its own; they are one story if undefined
 */
export function useStage(options: { faults?: RegExp; serve?: readonly string[]; apart?: boolean } = {}): Stage {
  const { faults, serve = [], apart = false } = options
  let server: RunningServer
  let browser: Browser
  const watched: { page: Page; faults: string[] }[] = []
  let expected: RegExp[] = []
  // what a page complains of may be heard when the next test runs already
  let expectedBefore: RegExp[] = []

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(...serve), launchBrowser()])
  })
  if (!apart) tellAsOneStory()
  beforeEach(() => {
    expectedBefore = expected
    expected = []
  })
  afterEach(async () => {
    await Promise.all(watched.map(({ page }) => heard(page)))
    const all = watched.flatMap(({ faults: list }) => list.splice(0))
    const allowed = [...(faults ? [faults] : []), ...expectedBefore, ...expected]
    expect(all.filter((fault) => !allowed.some((pattern) => pattern.test(fault)))).toEqual([])
    expect(expected.filter((pattern) => !all.some((fault) => pattern.test(fault)))).toEqual([])
  })
  afterAll(async () => {
    await closeBrowser(browser)
    await server?.stop()
  })

  const computer = async ({ as, ...options }: Seat = {}): Promise<BrowserContext> => {
    const context = await browser.newContext({
      viewport: { width: 1366, height: 768 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      ...options,
    })
    context.setDefaultTimeout(LONGEST_WAIT)
    if (as) await context.addCookies([{ name: 'hengping-demo', value: encodeURIComponent(as), url: server.address }])
    return context
  }
  return {
    get server() {
      return server
    },
    get browser() {
      return browser
    },
    computer,
    window: async (where) => {
      const context = where && 'newPage' in where ? where : await computer(where)
      const page = await context.newPage()
      watched.push({ page, faults: await watchFaults(page) })
      return page
    },
    expectFaults: (pattern) => expected.push(pattern),
  }
}

/** Waits until what a page complained of so far has arrived; a page that is gone or does not answer has no more to say. */
const heard = (page: Page): Promise<unknown> =>
  Promise.race([page.evaluate('0').catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 2000))])
