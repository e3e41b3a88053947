import type { Band, Criterion, CriterionOf } from '../rule-set.ts'
import { describeCondition, describeScalar } from './condition.ts'
import type { Describer } from './describer.ts'
import { plain } from './describer.ts'
import type { Clause, Option, Path, Token } from './token.ts'
import { fill, joined, text } from './token.ts'

/**
 * A criterion as the clauses of one sentence, generated from its structure alone: “预算执行率 ≥ 95% 得满分”, “每低 1
 * 个百分点扣 0.5 分”, “扣完为止”.
 */
export function describeCriterion(describer: Describer, criterion: Criterion, path: Path): Clause[] {
  const clauses = describeMethod(describer, criterion, path)
  if (!criterion.when) return clauses
  const when = fill(describer.words.when, {
    condition: describeCondition(describer, criterion.when, [...path, 'when']),
  })
  const [first = [], ...rest] = clauses
  return [[...when, ...first], ...rest]
}

function describeMethod(describer: Describer, criterion: Criterion, path: Path): Clause[] {
  switch (criterion.method) {
    case 'full':
      return [[text(describer.words.full)]]
    case 'ratio':
      return describeRatio(describer, criterion, path)
    case 'attainment':
      return describeAttainment(describer, criterion, path)
    case 'bands':
      return describeBands(describer, criterion, path)
    case 'steps':
      return describeSteps(describer, criterion, path)
    case 'count':
      return describeCount(describer, criterion, path)
    case 'checklist':
      return describeChecklist(describer, criterion, path)
    case 'level':
      return describeLevel(describer, criterion, path)
    case 'cases':
      return describeCases(describer, criterion, path)
  }
}

/** The clause with another token in the place of one. */
const withToken = (clause: Clause, index: number, token: Clause): Clause => [
  ...clause.slice(0, index),
  ...token,
  ...clause.slice(index + 1),
]

function describeRatio(describer: Describer, criterion: CriterionOf<'ratio'>, path: Path): Clause[] {
  const { words } = describer
  const { value: id, target = 1, start = 0 } = criterion
  const value = describer.fact(id, [...path, 'value'])
  const goal = describer.operand(target, [...path, 'target'], id)
  const from = describer.operand(start, [...path, 'start'], id)
  return [
    fill(words.ratio.full, { value, target: goal }),
    start === 0
      ? fill(words.ratio.plain, { value: plain(value), target: plain(goal) })
      : fill(words.ratio.from, { value: plain(value), target: plain(goal), start: from }),
    ...describeLimits(describer, criterion, path, plain(value), id),
  ]
}

type Limits = Pick<CriterionOf<'ratio'>, 'zeroBelow' | 'zeroAbove'>

function describeLimits(
  describer: Describer,
  limits: Limits,
  path: Path,
  value: Clause,
  like: string | null,
): Clause[] {
  return (['zeroBelow', 'zeroAbove'] as const).flatMap((key) => {
    const limit = limits[key]
    const at = [...path, key]
    if (limit === undefined) return []
    const shown =
      like === null && typeof limit === 'number' ? describer.share(limit, at) : describer.operand(limit, at, like)
    return [fill(describer.words[key], { value, limit: shown })]
  })
}

function describeAttainment(describer: Describer, criterion: CriterionOf<'attainment'>, path: Path): Clause[] {
  const { words } = describer
  const { direction, overAchievement, equal = 'exact' } = criterion
  const actual = describer.fact(criterion.actual, [...path, 'actual'])
  const target = describer.operand(criterion.target, [...path, 'target'], criterion.actual)
  const again = { actual: plain(actual), target: plain(target) }
  const otherwise = describer.choice(
    equal,
    [...path, 'equal'],
    (['exact', 'deviation'] as const).map((value) => ({ value, text: words.equal[value] })),
  )
  const { '>=': least, '<=': most, '=': exact } = words.attainment
  const way = (value: '>=' | '<=' | '=') =>
    withToken(
      fill(words.attainment[value], { actual, target }),
      1,
      describer.between(value, [...path, 'direction'], { '>=': least, '<=': most, '=': exact }),
    )
  const clauses: Clause[] =
    direction === '>='
      ? [way('>='), fill(words.attainment.belowTarget, again)]
      : direction === '<='
        ? [way('<='), fill(words.attainment.aboveTarget, again)]
        : direction === '='
          ? [way('='), otherwise]
          : [
              fill(words.attainment.byFact, {
                actual,
                target,
                direction: describer.fact(direction, [...path, 'direction']),
              }),
              fill(words.attainment.byWay, { equal: otherwise }),
            ]
  if (overAchievement) {
    const at = [...path, 'overAchievement']
    const above = describer.share(overAchievement.above, [...at, 'above'])
    clauses.push(
      overAchievement.effect === 'zero'
        ? fill(words.attainment.nothing, { above })
        : fill(words.attainment.explain, {
            above,
            reason: describer.fact(overAchievement.reason ?? '', [...at, 'reason']),
          }),
    )
  }
  const completion = fill(words.completion, { actual: plain(actual) })
  return [...clauses, ...describeLimits(describer, criterion, path, completion, null)]
}

type Bounds = Pick<Band, 'from' | 'above' | 'to' | 'below' | 'is'>

type End = 'from' | 'above' | 'to' | 'below'
const SIDES: Readonly<Record<string, readonly End[]>> = {
  from: ['from', 'above'],
  above: ['from', 'above'],
  to: ['to', 'below'],
  below: ['to', 'below'],
}

/** “≥ 80%”, its sign a choice between the names that end may have. */
function signed(
  describer: Describer,
  templates: Readonly<Record<End, string>>,
  sides: readonly End[],
  end: keyof Bounds,
  path: Path,
  shown: Clause,
): Clause {
  const options = sides.map((side) => ({ value: side, text: templates[side].split('{end}')[0] ?? '' }))
  const sign = describer.choice(end, path, options).map((token) => ({ ...token, names: true }) as Token)
  return [...sign, ...shown]
}

/** The ends of a band: “≥ 80%，且 < 90%”. `like` null: shares of the points. */
function describeBounds(describer: Describer, bounds: Bounds, path: Path, like: string | null): Clause {
  const { words } = describer
  const ends = (['is', 'from', 'above', 'to', 'below'] as const).flatMap((key) => {
    const end = bounds[key]
    const at = [...path, key]
    if (end === undefined) return []
    const shown = like === null ? describer.share(end, at) : describer.number(end, at, like)
    const sides = SIDES[key]
    return [sides ? signed(describer, words.bounds, sides, key, at, shown) : fill(words.bounds[key], { end: shown })]
  })
  return ends.length > 0 ? joined(ends, words.bandAnd) : [text(words.band.other)]
}

function describeBands(describer: Describer, criterion: CriterionOf<'bands'>, path: Path): Clause[] {
  const { words } = describer
  const { value, bands } = criterion
  const clauses = bands.map((band, index): Clause => {
    const at = [...path, 'bands', index]
    const name = band.label === undefined ? [] : fill(words.band.named, { label: band.label })
    const slots = {
      bounds: describeBounds(describer, band, at, value),
      points: describer.number(band.points, [...at, 'points']),
    }
    return [
      ...name,
      ...(band.pointsAtEnd === undefined
        ? fill(words.band.one, slots)
        : fill(words.band.rising, { ...slots, end: describer.number(band.pointsAtEnd, [...at, 'pointsAtEnd']) })),
    ]
  })
  const [first = [], ...rest] = clauses
  return [
    [...describer.fact(value, [...path, 'value']), ...(words.space ? [text(words.space)] : []), ...first],
    ...rest,
  ]
}

function describeSteps(describer: Describer, criterion: CriterionOf<'steps'>, path: Path): Clause[] {
  const { words } = describer
  const { value: id, start, side, step, points, whole = 'prorata' } = criterion
  const value = describer.fact(id, [...path, 'value'])
  const wholeOptions: Option[] = (['prorata', 'down', 'up'] as const).map((option) => ({
    value: option,
    text: words.whole[option],
  }))
  return [
    withToken(
      fill(words.steps[side], { value, start: describer.operand(start, [...path, 'start'], id) }),
      1,
      describer.between(side, [...path, 'side'], { above: words.steps.above, below: words.steps.below }),
    ),
    fill(side === 'above' ? words.steps.aboveEach : words.steps.belowEach, {
      step: describer.difference(step, [...path, 'step'], id),
      points: describer.number(points, [...path, 'points']),
    }),
    describer.choice(whole, [...path, 'whole'], wholeOptions),
    [text(words.steps.floor)],
    ...describeLimits(describer, criterion, path, plain(value), id),
  ]
}

function describeCount(describer: Describer, criterion: CriterionOf<'count'>, path: Path): Clause[] {
  const { words } = describer
  const { value, list, where, effect = 'deduct', max } = criterion
  const verb = describer.choice(
    effect,
    [...path, 'effect'],
    (['deduct', 'earn'] as const).map((option) => ({ value: option, text: words.effect[option] })),
  )
  const points = describer.number(criterion.points, [...path, 'points'])
  const each =
    list === undefined
      ? fill(words.count.value, {
          value: describer.fact(value ?? '', [...path, 'value']),
          unit: describer.info(value ?? '').unit ?? (describer.language === 'zh' ? '个' : 'one'),
          effect: verb,
          points,
        })
      : fill(where ? words.count.rowsWhere : words.count.rows, {
          list: describer.fact(list, [...path, 'list']),
          condition: where ? describeCondition(describer.inside(list), where, [...path, 'where']) : [],
          effect: verb,
          points,
        })
  const end =
    max !== undefined
      ? fill(words.count.atMost, { effect: plain(verb), max: describer.number(max, [...path, 'max']) })
      : [text(effect === 'earn' ? words.count.toFull : words.count.toNothing)]
  return [each, end]
}

/** ①②③ up to ⑳, then plain numbers. */
const mark = (index: number): string =>
  index < 20 ? String.fromCodePoint('①'.codePointAt(0)! + index) : `${index + 1}. `

function describeChecklist(describer: Describer, criterion: CriterionOf<'checklist'>, path: Path): Clause[] {
  const items = criterion.items.map((item, index) => {
    const at = [...path, 'items', index]
    return fill(describer.words.checklist.item, {
      mark: mark(index),
      label:
        item.label === undefined ? describer.fact(item.fact, [...at, 'fact']) : [text(describer.quoted(item.label))],
      expect: describeScalar(describer, item.expect ?? true, [...at, 'expect'], item.fact),
      points: describer.number(item.points, [...at, 'points']),
    })
  })
  return [...items, [text(describer.words.checklist.lost)]]
}

function describeLevel(describer: Describer, criterion: CriterionOf<'level'>, path: Path): Clause[] {
  const { words } = describer
  const share = describer.fact(criterion.share, [...path, 'share'])
  return [
    fill(words.level.head, { level: describer.fact(criterion.level, [...path, 'level']), share }),
    ...criterion.levels.map((level, index) =>
      fill(words.level.one, {
        name: level.name,
        bounds: describeBounds(describer, level, [...path, 'levels', index], null),
      }),
    ),
  ]
}

function describeCases(describer: Describer, criterion: CriterionOf<'cases'>, path: Path): Clause[] {
  const { words } = describer
  return [
    ...criterion.cases.map((entry, index): Clause => {
      const at = [...path, 'cases', index]
      return [
        ...(entry.label === undefined ? [] : fill(words.cases.named, { label: entry.label })),
        ...fill(words.cases.one, {
          condition: describeCondition(describer, entry.when, [...at, 'when']),
          points: describer.number(entry.points, [...at, 'points']),
        }),
      ]
    }),
    fill(words.cases.otherwise, { points: describer.number(criterion.otherwise, [...path, 'otherwise']) }),
  ]
}
