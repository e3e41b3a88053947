import { readRuleSet, readRuleSets, readSubmissions } from '../api.ts'
import { readDrafts } from '../api-drafts.ts'
import { RAIL } from '../components/frame/rail.ts'
import { loadPinyin, type ByPinyin } from '../search/names.ts'
import { indicatorTargets, newestVersions, searchTargets, type Target } from '../search/targets.ts'
import { searchWords } from '../text/search.zh-CN.ts'
import { zh } from '../text/zh-CN.ts'
import { Loaded } from './loaded.svelte.ts'
import { addressOf, parseRoute } from './location.svelte.ts'
import { isFor } from './places.ts'
import type { Session } from './session.svelte.ts'

/** Everything that may be gone to by name, and what of it a text finds. */
export class PlaceSearch {
  text = $state('')
  /** Which of those found is chosen. */
  at = $state(0)
  readonly read = new Loaded<readonly Target[]>()
  #byPinyin: ByPinyin | null = $state.raw(null)
  readonly #session: Session
  readonly #places: readonly Target[]
  readonly found = $derived.by(() =>
    searchTargets([...this.#places, ...(this.read.value ?? [])], this.text, this.#byPinyin),
  )

  constructor(session: Session) {
    this.#session = session
    this.#places = RAIL.filter(({ href }) => isFor(parseRoute(href), session)).map(({ name, href }) => ({
      kind: 'place',
      name,
      beside: '',
      href,
    }))
  }

  get chosen(): Target | null {
    return this.found[this.at] ?? null
  }

  /** Reads the names; what was found before is searched meanwhile. */
  async load(): Promise<void> {
    void loadPinyin().then((byPinyin) => (this.#byPinyin = byPinyin))
    if (isFor({ page: 'list', subject: 'department' }, this.#session))
      await this.read.load((signal) => this.#all(signal))
  }

  type(text: string): void {
    this.text = text
    this.at = 0
  }

  /** To the one before or after, round the ends. */
  move(by: 1 | -1): void {
    const count = this.found.length
    if (count > 0) this.at = (this.at + by + count) % count
  }

  async #all(signal: AbortSignal): Promise<Target[]> {
    const [departments, projects, versions, drafts] = await Promise.all([
      readSubmissions('department', signal),
      readSubmissions('project', signal),
      readRuleSets(signal),
      isFor({ page: 'draft', id: '', effective: '', indicator: null }, this.#session) ? readDrafts(signal) : [],
    ])
    const newest = await Promise.all(
      newestVersions(versions).map(({ id, effective }) => readRuleSet(id, effective, signal)),
    )
    return [
      ...versions.map((one): Target => ({
        kind: 'ruleSet',
        name: one.title,
        beside: zh.effectiveFrom(one.effective),
        href: addressOf.ruleSet(one.id, one.effective),
      })),
      ...drafts.map((one): Target => ({
        kind: 'ruleSet',
        name: one.title,
        beside: `${searchWords.draft} ${zh.effectiveFrom(one.effective)}`,
        href: addressOf.draft(one),
      })),
      ...newest.flatMap(({ summary, ruleSet }) =>
        indicatorTargets(ruleSet, (indicator) => addressOf.ruleSet(summary.id, summary.effective, indicator)),
      ),
      ...[...departments, ...projects].map((one): Target => ({
        kind: one.subject,
        name: one.name,
        beside: zh.year(one.year),
        href: addressOf.account(one.id),
      })),
    ]
  }
}
