import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Parsed } from '../../server/core/issue.ts'
import { receiptPage } from '../../server/sealing/receipt-page/receipt-page.ts'
import { checkReceipt } from '../../server/sealing/receipt-page/check-receipt.js'
import { folderCheckpoints } from '../../server/sealing/open-sealing.ts'
import { Sealing } from '../../server/sealing/sealing.ts'
import type { ReceiptProof } from '../../server/core/proof/receipt.ts'
import type { Store } from '../../server/storage/store.ts'
import { hasBrowser, launchBrowser } from '../editor/browser.ts'
import { openStore } from '../storage/folders.ts'
import { fillStore } from './sealed.ts'
import { PATIENCE } from '../support/runs.ts'

let folder: string
let store: Store
let proof: ReceiptProof
let other: ReceiptProof
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-page-'))
  store = await openStore(folder)
  await fillStore(store, { version: '1', hash: `sha256:${'e'.repeat(64)}` })
  const sealing = new Sealing(store, folderCheckpoints(folder))
  for (const ruleSet of ['ranked', 'plain']) valueOf(await sealing.seal({ ruleSet, year: 2024 }))
  proof = valueOf(await sealing.receipt('ranked-2024-1', 'b'))
  other = valueOf(await sealing.receipt('plain-2024-1', 'project'))
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

function valueOf<T>(result: Parsed<T>): T {
  if (!result.ok) throw new Error(result.issues[0]?.message)
  return result.value
}

/** The same proof with one thing changed. */
const changed = (edit: (copy: { -readonly [K in keyof ReceiptProof]: ReceiptProof[K] }) => void): ReceiptProof => {
  const copy = structuredClone(proof)
  edit(copy)
  return copy
}
const flipped = (hash: string): string => (hash.startsWith('0') ? '1' : '0') + hash.slice(1)

const TAMPERED: [string, () => ReceiptProof, RegExp][] = [
  [
    'points of the receipt',
    () => changed((c) => (c.receipt = { ...c.receipt, points: 9.99 })),
    /得分、等级与评分明细不符/,
  ],
  [
    'points of receipt and grading',
    () =>
      changed((c) => {
        c.receipt = { ...c.receipt, points: 9.99 }
        c.grading = { ...c.grading, points: 9.99 }
      }),
    /明细被改动过/,
  ],
  [
    'a reason in the account',
    () => changed((c) => void (c.grading.indicators[0]!.lines[0]!.reason = '没有问题')),
    /明细被改动过/,
  ],
  ['whose it is', () => changed((c) => (c.receipt = { ...c.receipt, run: 'ranked-2025-1' })), /不在已签名的收据清单里/],
  [
    'a step of the proof',
    () => changed((c) => (c.inclusion = { ...c.inclusion, path: c.inclusion.path.map(flipped) })),
    /不在已签名的收据清单里/,
  ],
  ['its place', () => changed((c) => (c.inclusion = { ...c.inclusion, index: 0 })), /不在已签名的收据清单里/],
  [
    'the time of the checkpoint',
    () => changed((c) => (c.checkpoint = c.checkpoint.replace(/time \d{4}/, 'time 2020'))),
    /签名无效/,
  ],
  ['the checkpoint', () => changed((c) => (c.checkpoint = c.checkpoint.replace('journal', 'diary'))), /检查点读不懂/],
]

const wrongOf = async (given: ReceiptProof): Promise<string[]> =>
  (await checkReceipt(given)).findings.filter(({ ok }) => ok === false).map(({ text }) => text)

describe('the check', () => {
  test('finds nothing wrong with a receipt, and agrees with the service on every hash', async () => {
    expect(await wrongOf(proof)).toEqual([])
    expect((await checkReceipt(proof)).findings.filter(({ ok }) => ok)).toHaveLength(4)
    expect(await wrongOf(other)).toEqual([])
  })

  test.each(TAMPERED)('notices a change of %s', async (_, tampered, sentence) => {
    expect((await wrongOf(tampered())).join('\n')).toMatch(sentence)
  })

  test.each([[null], [[]], [{}], ['text'], [{ format: 'hengping/receipt-proof@1' }]])(
    '%j is no receipt',
    async (given) => {
      const { findings } = await checkReceipt(given).catch(() => ({ findings: [{ ok: false }] }))
      expect(findings.some(({ ok }) => ok === false)).toBe(true)
    },
  )
})

test('no text of a receipt ends its element or becomes markup', () => {
  const name = '</script><img src=x onerror=alert(1)>&"'
  const page = receiptPage(
    changed((c) => (c.receipt = { ...c.receipt, submission: { ...c.receipt.submission, name } })),
  )
  expect(page).not.toContain('<img')
  expect(page.match(/<\/script>/g)).toHaveLength(2)
})

test('its policy lets nothing but its own script run, and nothing be loaded', () => {
  const page = receiptPage(proof)
  const script = /<script type="module">([^]*)<\/script>/.exec(page)![1]!
  expect(page).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`)
  expect(page).toContain(`default-src 'none'`)
  expect(page).not.toMatch(/\b(src|href)=|https?:|url\(|@import/)
})

describe.skipIf(!hasBrowser)('opened from a disk in a browser', () => {
  let browser: Browser
  let page: Page
  const asked: string[] = []
  beforeAll(async () => {
    browser = await launchBrowser()
    page = await browser.newPage()
    page.on('request', (request) => asked.push(request.url()))
  })
  afterAll(() => browser.close())

  const open = async (given: ReceiptProof, name: string): Promise<number> => {
    const file = join(folder, name)
    await writeFile(file, receiptPage(given))
    const start = performance.now()
    await page.goto(pathToFileURL(file).href)
    await page.waitForSelector('html[data-checked]')
    return performance.now() - start
  }

  test('it shows the account and says within a second that it is right', async () => {
    const faults: string[] = []
    page.on('console', (message) => faults.push(message.text()))
    page.on('pageerror', (error) => faults.push(String(error)))
    const times = [await open(proof, 'receipt.html'), await open(proof, 'receipt.html')]
    expect(Math.min(...times)).toBeLessThan(1_000 * PATIENCE)
    const text = await page.innerText('body')
    expect(text).toMatch(/✔ 这份收据核对无误/)
    expect(text).toMatch(/检查点的签名有效/)
    expect(text).toContain(`部门 b（b）`)
    expect(text).toMatch(new RegExp(`合计.*\\s+10\\s+${proof.grading.points}`))
    expect(text).toContain(proof.grading.indicators[0]!.lines[0]!.reason)
    expect(await page.evaluate(`getComputedStyle(document.getElementById('verdict')).fontWeight`)).toBe('600')
    expect(faults).toEqual([])
    expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([])
  })

  test('it says so when the browser has no signatures', async () => {
    const without = await browser.newPage()
    await without.addInitScript(`Object.defineProperty(crypto, 'subtle', { value: undefined })`)
    await without.goto(pathToFileURL(join(folder, 'receipt.html')).href)
    await without.waitForSelector('html[data-checked=open]')
    expect(await without.innerText('#verdict')).toBe('○ 没有发现问题，但签名没有核对')
    await without.close()
  })

  test('it says so when it was changed', async () => {
    await open(TAMPERED[0]![1](), 'tampered.html')
    expect(await page.innerText('#verdict')).toBe('✘ 这份收据不可信')
  })

  test('it checks another one, as JSON and as a page', async () => {
    await open(proof, 'receipt.html')
    await page.fill('#text', JSON.stringify(other))
    await page.click('#check')
    // the page's policy lets nothing be made from text, so nothing is waited for by a function
    await page.locator('#summary', { hasText: '部门 project（project）' }).waitFor()
    expect(await page.innerText('#verdict')).toBe('✔ 这份收据核对无误')
    await page.setInputFiles('#file', join(folder, 'tampered.html'))
    await page.locator('#verdict.wrong').waitFor()
    await page.fill('#text', 'nothing')
    await page.click('#check')
    await page.locator('#findings', { hasText: '不是衡评的收据文件' }).waitFor()
  })
})
