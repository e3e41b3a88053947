import { describeScalar } from '../describe/condition.ts'
import { fill, tokensText } from '../describe/token.ts'
import { quoted } from '../explain/sentence.ts'
import type { Band, CriterionOf } from '../rule-set.ts'
import { contentWithout, matchById, matchByOrder, memberDistance } from './match.ts'
import {
  conditionMember,
  conditionText,
  factMember,
  factName,
  numberLike,
  plainNumber,
  pointsText,
  shareText,
  textMember,
} from './members.ts'
import { changeText, NONE, shapeOf, value, type Half, type ListShape, type Member, type Reading } from './shape.ts'
import type { JsonObject } from './working-copy.ts'

type Ends = Pick<Band, 'from' | 'above' | 'to' | 'below' | 'is'>

/** “≥ 80% 且 < 90%”. Ends are read like the fact in view; without one, as shares. */
function endsText(ends: Ends, reading: Reading): string {
  const { words } = reading.describer
  const parts = (['is', 'from', 'above', 'to', 'below'] as const).flatMap((key) => {
    const end = ends[key]
    return end === undefined ? [] : [tokensText(fill(words.bounds[key], { end: endText(end, reading) }))]
  })
  return parts.length > 0 ? parts.join(' 且 ') : words.band.other
}
const endText = (end: number, reading: Reading): string =>
  reading.like === null ? shareText(end, reading) : numberLike(end, reading)

/** An end of a band: a notice's “90%” includes itself below and not above, so only the other two say so. */
function endMember<T extends Ends>(
  label: string,
  included: 'from' | 'to',
  excluded: 'above' | 'below',
  called: (owner: T) => string,
): Member<T> {
  const print = (owner: T, reading: Reading): string => {
    const [inside, outside] = [owner[included], owner[excluded]]
    if (inside !== undefined) return `${endText(inside, reading)}${included === 'to' ? '（含）' : ''}`
    if (outside !== undefined) return `${endText(outside, reading)}${excluded === 'above' ? '（不含）' : ''}`
    return '不限'
  }
  return value(label, print, (before, after) => {
    const change = changeText(label, print(before.owner, before.reading), print(after.owner, after.reading))
    return `${called(before.owner)}${change}`
  })
}

const givenPoints = ({ points, pointsAtEnd }: Band): string =>
  pointsAtEnd === undefined ? pointsText(points) : `${plainNumber(points)} 分至 ${pointsText(pointsAtEnd)}`
const earning = (band: Band): string => `得 ${givenPoints(band)}一档：`

const lowerEnd = endMember<Band>('分档下限', 'from', 'above', earning)
const upperEnd = endMember<Band>('分档上限', 'to', 'below', earning)
const bandPoints: Member<Band> = value(
  '得分',
  (band) => givenPoints(band),
  (before, after) =>
    `${endsText(before.owner, before.reading)} 一档：得 ${givenPoints(before.owner)} → ${givenPoints(after.owner)}`,
)
const bandShape = shapeOf<Band>({
  points: bandPoints,
  pointsAtEnd: bandPoints,
  from: lowerEnd,
  above: lowerEnd,
  to: upperEnd,
  below: upperEnd,
  is: value('分档的值', ({ is }, reading) => (is === undefined ? NONE : endText(is, reading))),
  label: textMember('分档名称', 'label'),
})

const asBand = (item: JsonObject): Band => item as unknown as Band
export const bands: ListShape = {
  noun: '一档',
  match: (before, after) => matchByOrder(before, after, memberDistance),
  identity: null,
  name: () => '',
  print: ({ owner, reading }) => `${endsText(asBand(owner), reading)} 得 ${givenPoints(asBand(owner))}`,
  shape: () => bandShape,
}

type Item = CriterionOf<'checklist'>['items'][number]
const itemName = ({ label, fact }: Item, reading: Reading): string =>
  label === undefined ? factName(fact, reading) : quoted(label)
const expectText = ({ fact, expect = true }: Item, { describer }: Reading): string =>
  tokensText(describeScalar(describer, expect, [], fact))
export const items: ListShape = {
  noun: '核对事项',
  match: (before, after) => matchById(before, after, 'id', (item) => contentWithout(item, 'id')),
  identity: { key: 'id', word: '编号' },
  name: ({ owner, reading }) => itemName(owner as unknown as Item, reading),
  print: ({ owner, reading }) => {
    const item = owner as unknown as Item
    return `${itemName(item, reading)}为${expectText(item, reading)}得 ${pointsText(item.points)}`
  },
  shape: () => itemShape,
}
const itemShape = shapeOf<Item>({
  id: null,
  label: textMember('名称', 'label'),
  points: value('得分', ({ points }) => pointsText(points), sayWith('得')),
  fact: factMember('核对的数据项', 'fact'),
  expect: value('应为', expectText),
  clause: textMember('依据', 'clause'),
})

/** “得 5 分 → 4 分”. */
function sayWith<T extends { points: number }>(verb: string): (before: Half<T>, after: Half<T>) => string {
  return ({ owner: before }, { owner: after }) => `${verb} ${pointsText(before.points)} → ${pointsText(after.points)}`
}

type Level = CriterionOf<'level'>['levels'][number]
const lowerShare = endMember<Level>('下限', 'from', 'above', () => '')
const upperShare = endMember<Level>('上限', 'to', 'below', () => '')
export const levels: ListShape = {
  noun: '一档',
  match: (before, after) => matchById(before, after, 'name', (item) => contentWithout(item, 'name')),
  identity: { key: 'name', word: '名称' },
  name: ({ owner }) => quoted(String(owner['name'])),
  print: ({ owner, reading }) => `${quoted(String(owner['name']))}${endsText(owner as Ends, reading)}`,
  shape: () => shapeOf<Level>({ name: null, from: lowerShare, above: lowerShare, to: upperShare, below: upperShare }),
}

type Case = CriterionOf<'cases'>['cases'][number]
const caseName = ({ label, when }: Case, reading: Reading): string =>
  label === undefined ? `${conditionText(when, reading)}的情形` : `${quoted(label)}的情形`
export const cases: ListShape = {
  noun: '一种情形',
  match: (before, after) => matchByOrder(before, after, memberDistance),
  identity: null,
  name: ({ owner, reading }) => caseName(owner as unknown as Case, reading),
  print: ({ owner, reading }) => {
    const { when, points, label } = owner as unknown as Case
    return `${label === undefined ? '' : quoted(label)}${conditionText(when, reading)}得 ${pointsText(points)}`
  },
  shape: () =>
    shapeOf<Case>({
      points: value('得分', ({ points }) => pointsText(points), sayWith('得')),
      when: conditionMember('条件', 'when'),
      label: textMember('名称', 'label'),
    }),
}
