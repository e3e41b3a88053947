import { toPoints, unitOf } from '../../../server/core/points.ts'
import type { Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import { criterionWords } from '../../text/criterion.zh-CN.ts'
import { findIndicator, labelOf, placeIndicators, replaceIndicator } from '../tree.ts'
import { weightOf, withWeight } from '../weights.ts'
import type { Edit } from './edit.ts'

/** Edits of the tree: indicators added, split, taken out and moved. Their points stay; the sums say what is to be shared. */

const words = criterionWords.edits

/** What an edit made or moved, to be looked at next. */
export interface TreeEdit extends Edit {
  readonly id: string
}

/** A new indicator after `after`, worth nothing yet, on the same level. */
export function addAfter(ruleSet: RuleSet, after: string): TreeEdit | null {
  const place = placeOf(ruleSet, after)
  if (!place) return null
  const added = freshIndicator(ruleSet)
  const tree = withSiblings(ruleSet, place.parent, (all) => inserted(all, place.index + 1, added))
  return { id: added.id, ruleSet: tree, name: words.addedIndicator(labelOf(added)) }
}

/** A new indicator below `block`, after its others. */
export function addBelow(ruleSet: RuleSet, block: string): TreeEdit | null {
  const found = findIndicator(ruleSet.indicators, block)
  if (!found?.children) return null
  const added = freshIndicator(ruleSet)
  const tree = withSiblings(ruleSet, block, (all) => [...all, added])
  return { id: added.id, ruleSet: tree, name: words.addedIndicator(labelOf(added)) }
}

/** 拆分: a leaf becomes a block of two; the first takes over criterion and deductions on half the points. */
export function splitIndicator(ruleSet: RuleSet, id: string): TreeEdit | null {
  const leaf = findIndicator(ruleSet.indicators, id)
  if (!leaf || leaf.children || leaf.each) return null
  const { label, points: _, of, scoring, deductions, evidence, missing, clause, guide, source, ...block } = leaf
  const unit = unitOf(ruleSet.decimals)
  const weight = weightOf(leaf)
  const half = Math.ceil(weight / 2 / unit) * unit
  const own = { scoring, deductions, evidence, missing, clause, guide, source }
  const first: Indicator = withWeight(
    {
      id: freshId(ruleSet, `${id}-`),
      label: criterionWords.part(labelOf(leaf), 1),
      points: toPoints(weight),
      ...(of === undefined ? {} : { of }),
      ...defined(own),
    },
    half,
  )
  const second: Indicator = {
    ...freshIndicator({ ...ruleSet, indicators: [...ruleSet.indicators, first] }),
    label: criterionWords.part(labelOf(leaf), 2),
    points: toPoints(weight - half),
    ...defined({ clause, source }),
  }
  const { id: __, ...frame } = block
  const split: Indicator = {
    id,
    ...(label === undefined ? {} : { label }),
    points: toPoints(weight),
    ...frame,
    children: [first, second],
  }
  return { id: first.id, ruleSet: replaceIndicator(ruleSet, id, () => split), name: words.split(labelOf(leaf)) }
}

/** Why an indicator cannot be taken out: it is the last of its block, or of the form. */
export function mayRemove(ruleSet: RuleSet, id: string): boolean {
  const place = placeOf(ruleSet, id)
  return place !== null && siblingsOf(ruleSet, place.parent).length > 1
}

export function removeIndicator(ruleSet: RuleSet, id: string): TreeEdit | null {
  const place = placeOf(ruleSet, id)
  const gone = findIndicator(ruleSet.indicators, id)
  if (!place || !gone || !mayRemove(ruleSet, id)) return null
  const left = siblingsOf(ruleSet, place.parent).filter((one) => one.id !== id)
  const next = left[Math.min(place.index, left.length - 1)]
  return {
    id: next?.id ?? '',
    ruleSet: withSiblings(ruleSet, place.parent, () => left),
    name: words.removedIndicator(labelOf(gone)),
  }
}

export type Direction = 'up' | 'down' | 'in' | 'out'

/** Up and down among its own level, into the block before it, or out behind the block it is in. */
export function moveIndicator(ruleSet: RuleSet, id: string, direction: Direction): TreeEdit | null {
  const place = placeOf(ruleSet, id)
  if (!place) return null
  const siblings = siblingsOf(ruleSet, place.parent)
  if (direction === 'up' || direction === 'down') {
    const index = place.index + (direction === 'up' ? -1 : 1)
    if (index < 0 || index >= siblings.length) return null
    return moveTo(ruleSet, id, place.parent, index)
  }
  if (direction === 'in') {
    const before = siblings[place.index - 1]
    return before?.children ? moveTo(ruleSet, id, before.id, before.children.length) : null
  }
  if (place.parent === null) return null
  const above = placeOf(ruleSet, place.parent)
  return above && moveTo(ruleSet, id, above.parent, above.index + 1)
}

/**
 * Moves an indicator with all below it to `index` among the children of `parent` (null: the top), counted without it.
 * Null where that is below itself, below a leaf, where it is already, or would leave its block empty.
 */
export function moveTo(ruleSet: RuleSet, id: string, parent: string | null, index: number): TreeEdit | null {
  const place = placeOf(ruleSet, id)
  const moved = findIndicator(ruleSet.indicators, id)
  const target = parent === null ? null : findIndicator(ruleSet.indicators, parent)
  if (!place || !moved || (parent !== null && !target?.children)) return null
  if (parent !== null && findIndicator([moved], parent)) return null
  if (place.parent === parent && place.index === index) return null
  if (place.parent !== parent && !mayRemove(ruleSet, id)) return null
  // among those that share a block's points it needs none of its own, elsewhere it does
  const own = moved.points === undefined && place.parent !== parent ? { ...moved, points: 0 } : moved
  const without = withSiblings(ruleSet, place.parent, (all) => all.filter((one) => one.id !== id))
  return {
    id,
    ruleSet: withSiblings(without, parent, (all) => inserted(all, index, own)),
    name: words.movedIndicator(labelOf(moved), place.parent === parent ? null : target ? labelOf(target) : null),
  }
}

interface Spot {
  /** null: the top. */
  readonly parent: string | null
  readonly index: number
}

/** Where an indicator stands; null where it does not. */
export function placeOf(ruleSet: RuleSet, id: string): Spot | null {
  const found = placeIndicators(ruleSet.indicators).find(({ indicator }) => indicator.id === id)
  if (!found) return null
  const parent = found.parent?.id ?? null
  return { parent, index: siblingsOf(ruleSet, parent).findIndex((one) => one.id === id) }
}

export const siblingsOf = (ruleSet: RuleSet, parent: string | null): readonly Indicator[] =>
  parent === null ? ruleSet.indicators : (findIndicator(ruleSet.indicators, parent)?.children ?? [])

function withSiblings(
  ruleSet: RuleSet,
  parent: string | null,
  change: (all: readonly Indicator[]) => readonly Indicator[],
): RuleSet {
  if (parent === null) return { ...ruleSet, indicators: [...change(ruleSet.indicators)] }
  return replaceIndicator(ruleSet, parent, (block) => ({ ...block, children: [...change(block.children ?? [])] }))
}

const inserted = <T>(list: readonly T[], index: number, one: T): T[] => [
  ...list.slice(0, index),
  one,
  ...list.slice(index),
]

function freshIndicator(ruleSet: RuleSet): Indicator {
  return {
    id: freshId(ruleSet, 'indicator'),
    label: criterionWords.newIndicator,
    points: 0,
    scoring: { method: 'full' },
  }
}

function freshId(ruleSet: RuleSet, stem: string): string {
  const used = new Set(placeIndicators(ruleSet.indicators).map(({ indicator }) => indicator.id))
  let number = 1
  while (used.has(`${stem}${number}`)) number += 1
  return `${stem}${number}`
}

const defined = (members: Partial<Indicator>): Partial<Indicator> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
