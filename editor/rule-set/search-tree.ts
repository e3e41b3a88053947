import type { Indicator } from '../../server/core/rule-set.ts'
import { holdsWords, wordsOf, type ByPinyin } from '../search/names.ts'
import { labelOf } from './tree.ts'

/** What a search finds in the tree. */
export interface Found {
  /** Those whose name holds every word, and all they stand in. */
  readonly ids: ReadonlySet<string>
  readonly count: number
  readonly first: string | undefined
}

/** Indicators whose name or id holds every word of `text`, in whatever width it is typed, or in pinyin. */
export function matching(indicators: readonly Indicator[], text: string, byPinyin: ByPinyin | null = null): Found {
  const words = wordsOf(text)
  const ids = new Set<string>()
  const hits: string[] = []
  const visit = (indicator: Indicator): boolean => {
    const hit = holdsWords(`${labelOf(indicator)} ${indicator.id}`, words, byPinyin)
    if (hit) hits.push(indicator.id)
    const below = (indicator.children ?? []).map(visit).some(Boolean)
    if (hit || below) ids.add(indicator.id)
    return hit || below
  }
  indicators.forEach(visit)
  return { ids, count: hits.length, first: hits[0] }
}
