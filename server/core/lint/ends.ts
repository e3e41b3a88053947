import { Fraction } from '../fraction.ts'
import { pointerOf, type PatchOperation } from '../json-patch.ts'
import type { Band } from '../rule-set.ts'
import type { FactInfo } from '../scope.ts'
import { like, type Place } from './context.ts'
import { after, before, type Cut, type Segment } from './number-set.ts'

export type Ends = Pick<Band, 'from' | 'above' | 'to' | 'below' | 'is'>

/** Which numbers a band's ends enclose. */
export function segmentOf({ from, above, to, below, is }: Ends): Segment {
  const cut = (make: (at: Fraction) => Cut, end: number | undefined): Cut | null =>
    end === undefined ? null : make(Fraction.fromNumber(end))
  return {
    low: cut(before, is ?? from) ?? cut(after, above),
    high: cut(after, is ?? to) ?? cut(before, below),
  }
}

const SIDES = { low: ['from', 'above'], high: ['to', 'below'] } as const

/** Changes that make one end of the band at `path` stand at `cut`; null takes the end away. */
export function moveEnd(ends: Ends, side: 'low' | 'high', cut: Cut | null, path: Place): PatchOperation[] {
  const removed = SIDES[side].flatMap((key): PatchOperation[] =>
    ends[key] === undefined ? [] : [{ op: 'remove', path: pointerOf([...path, key]) }],
  )
  if (cut === null) return removed
  const [included, excluded] = SIDES[side]
  const key = cut.after === (side === 'high') ? included : excluded
  return [...removed, { op: 'add', path: pointerOf([...path, key]), value: cut.at.toNumber() }]
}

/** 大于 89%、小于 90% 时; 等于 80% 时. */
export function whenWithin(segment: Segment, info: FactInfo): string {
  const words = segmentWords(segment, info)
  return `${words}${/[\d%]$/u.test(words) ? ' ' : ''}时`
}

function segmentWords({ low, high }: Segment, info: FactInfo): string {
  if (low && high && low.at.equals(high.at)) return `等于 ${like(low.at, info)}`
  const parts = [
    ...(low ? [`${low.after ? '大于' : '不小于'} ${like(low.at, info)}`] : []),
    ...(high ? [`${high.after ? '不大于' : '小于'} ${like(high.at, info)}`] : []),
  ]
  return parts.length > 0 ? parts.join('、') : '取任何值'
}
