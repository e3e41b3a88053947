import type { Criterion, CriterionOf } from '../../../server/core/rule-set.ts'
import { plainPoints } from '../../format.ts'
import { boundsText } from './bounds.ts'
import type { Words } from './facts.ts'

/** A criterion in words: sentences first, then its table where it has one. */
export interface Description {
  readonly sentences: readonly string[]
  readonly table?: { readonly head: readonly [string, string]; readonly rows: readonly (readonly [string, string])[] }
  /** Ids of the facts it reads, in order. */
  readonly facts: readonly string[]
}

const points = (value: number) => `${plainPoints(value)} 分`

function limits({ zeroBelow, zeroAbove }: CriterionOf<'ratio'>, words: Words, fact: string): string[] {
  return [
    ...(zeroBelow === undefined ? [] : [`低于 ${words.operand(zeroBelow, fact)} 的不得分。`]),
    ...(zeroAbove === undefined ? [] : [`高于 ${words.operand(zeroAbove, fact)} 的不得分。`]),
  ]
}

const ids = (...operands: (string | number | undefined)[]) =>
  operands.filter((operand): operand is string => typeof operand === 'string')

function ratio(criterion: CriterionOf<'ratio'>, words: Words): Description {
  const { value, target = 1, start = 0 } = criterion
  const from = start === 0 ? '' : ` − ${words.operand(start, value)}`
  const top = from ? `（${words.name(value)}${from}）` : words.name(value)
  const bottom = from ? `（${words.operand(target, value)}${from}）` : words.operand(target, value)
  const sentence =
    target === 1 && !from
      ? `得分 = 分值 × ${top}，最高得满分，最低得 0 分。`
      : `得分 = 分值 × ${top} ÷ ${bottom}，最高得满分，最低得 0 分。`
  return { sentences: [sentence, ...limits(criterion, words, value)], facts: [value, ...ids(target, start)] }
}

function attainment(criterion: CriterionOf<'attainment'>, words: Words): Description {
  const { actual, target, direction, overAchievement } = criterion
  const known: Record<string, string> = {
    '>=': `不低于 ${words.operand(target, actual)} 的得满分，未达到的按“实际 ÷ 目标”计分。`,
    '<=': `不高于 ${words.operand(target, actual)} 的得满分，超过的按“目标 ÷ 实际”计分。`,
    '=':
      criterion.equal === 'deviation'
        ? `等于 ${words.operand(target, actual)} 的得满分，有偏差的按偏差比例扣分。`
        : `等于 ${words.operand(target, actual)} 的得满分，否则不得分。`,
  }
  const sentence =
    known[direction] ??
    `与 ${words.operand(target, actual)} 比较，方向按 ${words.name(direction)}：达到的得满分，未达到的按完成比例计分。`
  const over = overAchievement
    ? [
        `超过目标 ${words.value(overAchievement.above)} 倍的，${overAchievement.effect === 'zero' ? '不得分' : '须说明原因，否则不得分'}。`,
      ]
    : []
  const { zeroBelow, zeroAbove } = criterion
  const ends = limits({ method: 'ratio', value: actual, zeroBelow, zeroAbove }, words, '')
  return {
    sentences: [
      `${words.name(actual)}${sentence}`,
      ...over,
      ...ends.map((end) => end.replace('低于', '完成率低于').replace('高于', '完成率高于')),
    ],
    facts: [actual, ...ids(target), ...(direction in known ? [] : [direction])],
  }
}

function bands(criterion: CriterionOf<'bands'>, words: Words): Description {
  const fact = words.fact(criterion.value)
  return {
    sentences: [`按${words.name(criterion.value)}所在的档计分。`],
    table: {
      head: [fact?.label ?? criterion.value, '得分'],
      rows: criterion.bands.map((band) => [
        `${boundsText(band, fact)}${band.label ? ` ${band.label}` : ''}`,
        band.pointsAtEnd === undefined
          ? points(band.points)
          : `${plainPoints(band.points)}–${points(band.pointsAtEnd)}`,
      ]),
    },
    facts: [criterion.value],
  }
}

const WHOLE = {
  prorata: '不足一档的按比例扣',
  down: '不足一档的不扣',
  up: '不足一档的按一档扣',
} as const

function steps(criterion: CriterionOf<'steps'>, words: Words): Description {
  const { value, start, side, step, whole = 'prorata' } = criterion
  const unit =
    words.fact(value)?.display === 'percent' ? `${words.value(step * 100)} 个百分点` : words.value(step, value)
  return {
    sentences: [
      `${words.name(value)}${side === 'above' ? '不高于' : '不低于'} ${words.operand(start, value)} 的得满分；每${side === 'above' ? '高' : '低'} ${unit}扣 ${points(criterion.points)}，${WHOLE[whole]}，扣完为止。`,
      ...limits(
        { method: 'ratio', value, zeroBelow: criterion.zeroBelow, zeroAbove: criterion.zeroAbove },
        words,
        value,
      ),
    ],
    facts: [value, ...ids(start)],
  }
}

function count(criterion: CriterionOf<'count'>, words: Words): Description {
  const earn = criterion.effect === 'earn'
  const gives = `${earn ? '得' : '扣'} ${points(criterion.points)}`
  const most =
    criterion.max === undefined
      ? earn
        ? '最高得满分'
        : '扣完为止'
      : `最多${earn ? '得' : '扣'} ${points(criterion.max)}`
  const { list, value, where } = criterion
  if (list !== undefined) {
    const which = where ? `${words.inside(list).condition(where)}的` : ''
    return { sentences: [`${words.name(list)}中${which}每一项${gives}，${most}。`], facts: [list] }
  }
  const counted = value ?? ''
  return {
    sentences: [`${words.name(counted)}每 1 ${words.fact(counted)?.unit ?? '次'}${gives}，${most}。`],
    facts: ids(value),
  }
}

const checklist = (criterion: CriterionOf<'checklist'>, words: Words): Description => ({
  sentences: ['逐项核对，符合的得该项分数。'],
  table: {
    head: ['核对事项', '得分'],
    rows: criterion.items.map((item) => [
      `${item.label ?? words.fact(item.fact)?.label ?? item.fact}${item.expect === undefined || item.expect === true ? '' : `：应为${words.value(item.expect, item.fact)}`}`,
      points(item.points),
    ]),
  },
  facts: criterion.items.map((item) => item.fact),
})

const level = (criterion: CriterionOf<'level'>, words: Words): Description => ({
  sentences: [`先按${words.name(criterion.level)}定档，再在档内按${words.name(criterion.share)}得分。`],
  table: {
    head: ['档次', '占分值'],
    rows: criterion.levels.map((each) => [each.name, boundsText(each, { id: '', display: 'percent' })]),
  },
  facts: [criterion.level, criterion.share],
})

const cases = (criterion: CriterionOf<'cases'>, words: Words): Description => ({
  sentences: ['自上而下，按第一个成立的情形计分。'],
  table: {
    head: ['情形', '得分'],
    rows: [
      ...criterion.cases.map((each) => [each.label ?? words.condition(each.when), points(each.points)] as const),
      ['其他情形', points(criterion.otherwise)] as const,
    ],
  },
  facts: [],
})

/** One way of giving points as a notice would put it. Amounts are on the indicator's own scale (`of`). */
export function describeCriterion(criterion: Criterion, words: Words): Description {
  switch (criterion.method) {
    case 'full':
      return { sentences: ['满分起评，只按扣分规则扣分，扣完为止。'], facts: [] }
    case 'ratio':
      return ratio(criterion, words)
    case 'attainment':
      return attainment(criterion, words)
    case 'bands':
      return bands(criterion, words)
    case 'steps':
      return steps(criterion, words)
    case 'count':
      return count(criterion, words)
    case 'checklist':
      return checklist(criterion, words)
    case 'level':
      return level(criterion, words)
    case 'cases':
      return cases(criterion, words)
  }
}
