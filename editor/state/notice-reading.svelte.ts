import type { CriterionReading, NoticeItem } from '../../server/core/notice/notice-reading.ts'
import type { Indicator } from '../../server/core/rule-set.ts'
import type { NoticeAnswer } from '../../server/evaluation/notice-job.ts'
import { readNotice } from '../api-notices.ts'
import { isFromSpreadsheet, readHtmlTable } from '../imports/html-table.ts'
import { readCells, writeCells } from '../imports/cells.ts'
import { Loaded } from './loaded.svelte.ts'

export type NoticeSource =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly string[])[] }

export const NOTICE_FILTERS = ['all', 'open', 'check', 'read'] as const
export type NoticeFilter = (typeof NOTICE_FILTERS)[number]

/** A criterion beside the indicator it became, and what is to be said of it. */
export interface ReadCriterion {
  readonly criterion: CriterionReading
  readonly indicator: Indicator
  readonly open: readonly NoticeItem[]
  readonly assumptions: readonly NoticeItem[]
}

/** The scoring table of a notice on its way to a draft. */
export class NoticeReading {
  readonly answer = new Loaded<NoticeAnswer>()
  source = $state.raw<NoticeSource | null>(null)
  reading = $state(false)
  filter = $state<NoticeFilter>('all')

  readonly #all = $derived(this.answer.value === null ? [] : besideCriteria(this.answer.value))
  readonly #shown = $derived(this.#all.filter((one) => isOf(one, this.filter)))

  get all(): readonly ReadCriterion[] {
    return this.#all
  }
  get shown(): readonly ReadCriterion[] {
    return this.#shown
  }
  count(filter: NoticeFilter): number {
    return this.#all.filter((one) => isOf(one, filter)).length
  }
  /** How many in a hundred are understood, rounded down. */
  get shareRead(): number {
    return Math.floor((100 * this.count('read')) / Math.max(1, this.#all.length))
  }
  /** What is said of blocks and of the table as a whole. */
  get aboutTable(): readonly NoticeItem[] {
    const { open = [], assumptions = [] } = this.answer.value ?? {}
    const leaves = this.#all.map(({ criterion }) => criterion.indicator)
    return [...open, ...assumptions].filter(({ indicator }) => indicator === null || !leaves.includes(indicator))
  }

  take(file: File): Promise<void> {
    return this.#read({ kind: 'file', file }, file)
  }

  /** @param html what the clipboard has beside the text; empty where it has none */
  paste(text: string, html = ''): Promise<void> {
    const table = html === '' || isFromSpreadsheet(html) ? null : readHtmlTable(html)
    const rows = table ?? readCells(text.replace(/\r?\n$/, '')).map(({ cells }) => cells)
    return this.#read({ kind: 'rows', rows }, new Blob([table ? writeCells(table) : text]))
  }

  clear(): void {
    this.stop()
    this.source = null
    this.answer.value = null
    this.answer.problem = null
    this.filter = 'all'
  }

  stop(): void {
    this.answer.stop()
  }

  async #read(source: NoticeSource, body: Blob): Promise<void> {
    this.clear()
    this.source = source
    this.reading = true
    await this.answer.load((signal) => readNotice(body, signal))
    this.reading = false
  }
}

function isOf({ criterion, assumptions, open }: ReadCriterion, filter: NoticeFilter): boolean {
  if (filter === 'open') return !criterion.recognised || open.length > 0
  if (filter === 'read') return criterion.recognised
  return filter === 'all' || assumptions.length > 0
}

function besideCriteria({ ruleSet, criteria, open, assumptions }: NoticeAnswer): ReadCriterion[] {
  const indicators = new Map(all(ruleSet.indicators).map((indicator) => [indicator.id, indicator]))
  return criteria.flatMap((criterion) => {
    const indicator = indicators.get(criterion.indicator)
    const of = (items: readonly NoticeItem[]) => items.filter((item) => item.indicator === criterion.indicator)
    return indicator ? [{ criterion, indicator, open: of(open), assumptions: of(assumptions) }] : []
  })
}

const all = (nodes: readonly Indicator[]): Indicator[] => nodes.flatMap((node) => [node, ...all(node.children ?? [])])
