import type { Path } from '../../../server/core/describe/index.ts'
import type { Criterion, Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import { criterionWords } from '../../text/criterion.zh-CN.ts'
import { comparisonOf } from './conditions.ts'
import { editIndicator, type Edit } from './edit.ts'
import { factChoices, isOf, type FactChoice, type Family } from './fact-choices.ts'
import { placeName } from './place-name.ts'
import { valueAt, withValue } from './place.ts'

/** A part of a criterion that its sentence has no control for: what may be left out, and what decides its shape. */
export interface Part {
  /** From the criterion on. */
  readonly path: Path
  readonly name: string
  readonly kind: 'operand' | 'choice' | 'fact' | 'points' | 'share' | 'condition'
  /** Undefined: left out. */
  readonly value: unknown
  /** What it begins with where it is added; undefined where it cannot be left out. */
  readonly fresh: unknown
  /** The fact an operand is compared with; null: a share of the target. */
  readonly like: string | null
  readonly options: readonly { readonly value: string; readonly text: string; readonly disabled?: boolean }[]
  readonly families: readonly Family[]
  /** Where it takes more than one value to change it. */
  readonly edit?: (ruleSet: RuleSet, id: string, path: Path, value: unknown) => Edit | null
}

const words = criterionWords.parts

/** The parts of a criterion, those left out included, in the order of its sentence. */
export function partsOf(ruleSet: RuleSet, indicator: Indicator, criterion: Criterion): Part[] {
  const choices = factChoices(ruleSet, indicator.each?.list ?? null)
  const own = ownParts(ruleSet, criterion, choices)
  const first = choices.find(({ kind }) => kind === 'boolean') ?? choices.find((one) => isOf(one, ['number']))
  const when = first && { all: [comparisonOf(first, ruleSet.effective?.from ?? '')] }
  const condition = part({ path: ['when'], name: words.when, kind: 'condition', fresh: when }, criterion)
  return [...own, condition]
}

type Plain = Pick<Part, 'path' | 'name' | 'kind'> & Partial<Part>

const part = (plain: Plain, criterion: Criterion): Part => ({
  fresh: undefined,
  like: null,
  options: [],
  families: [],
  ...plain,
  value: plain.value ?? valueAt(criterion, plain.path),
})

function ownParts(ruleSet: RuleSet, criterion: Criterion, choices: readonly FactChoice[]): Part[] {
  const of = (plain: Plain) => part(plain, criterion)
  switch (criterion.method) {
    case 'ratio': {
      const like = criterion.value
      return [
        of({ path: ['target'], name: words.target, kind: 'operand', value: criterion.target ?? 1, like }),
        of({ path: ['start'], name: words.start, kind: 'operand', fresh: 0.5, like }),
        ...limits(of, like),
      ]
    }
    case 'steps':
      return [
        of({ path: ['start'], name: words.stepsStart, kind: 'operand', like: criterion.value }),
        ...limits(of, criterion.value),
      ]
    case 'attainment':
      return [
        of({ path: ['target'], name: words.target, kind: 'operand', like: criterion.actual }),
        directionPart(criterion, choices, of),
        ...overPart(criterion, choices, of),
        ...limits(of, null),
      ]
    case 'count':
      return [sourcePart(ruleSet, criterion, choices, of), ...countParts(ruleSet, criterion, of)]
    default:
      return []
  }
}

type Of = (plain: Plain) => Part

const limits = (of: Of, like: string | null): Part[] => [
  of({ path: ['zeroBelow'], name: words.zeroBelow, kind: 'operand', fresh: 0.5, like }),
  of({ path: ['zeroAbove'], name: words.zeroAbove, kind: 'operand', fresh: 1.5, like }),
]

type CriterionOf<M extends Criterion['method']> = Extract<Criterion, { method: M }>

const DIRECTIONS: readonly string[] = ['>=', '<=', '=']

/** The direction itself, or the fact that says it. */
function directionPart({ direction }: CriterionOf<'attainment'>, choices: readonly FactChoice[], of: Of): Part {
  const facts = choices.filter(({ kind }) => kind === 'choice' || kind === 'text')
  const first = facts[0]
  return of({
    path: ['direction'],
    name: words.direction,
    kind: 'choice',
    value: DIRECTIONS.includes(direction) ? direction : 'fact',
    options: [
      ...DIRECTIONS.map((value) => ({ value, text: words.directions[value] ?? value })),
      { value: 'fact', text: words.directionFact, disabled: first === undefined },
    ],
    edit: (ruleSet, id, path, value) =>
      editIndicator(
        ruleSet,
        id,
        (indicator) => withValue(indicator, path, value === 'fact' ? first?.id : value),
        (label, before) => criterionWords.edits.rewritten(label, placeName(before, path)),
      ),
  })
}

function overPart({ overAchievement }: CriterionOf<'attainment'>, choices: readonly FactChoice[], of: Of): Part[] {
  const reason = choices.find(({ kind }) => kind === 'text')?.id
  const effect = of({
    path: ['overAchievement'],
    name: words.over,
    kind: 'choice',
    fresh: 'zero',
    value: overAchievement?.effect,
    options: [
      { value: 'zero', text: words.overZero },
      { value: 'explain', text: words.overExplain, disabled: reason === undefined },
    ],
    edit: (ruleSet, id, path, value) =>
      editIndicator(
        ruleSet,
        id,
        (indicator) => {
          const { above = 1.3 } = (valueAt(indicator, path) ?? {}) as { above?: number }
          const made = { above, effect: value, ...(value === 'explain' ? { reason } : {}) }
          return withValue(indicator, path, value === undefined ? undefined : made)
        },
        (label, before) => criterionWords.edits.rewritten(label, placeName(before, path)),
      ),
  })
  if (!overAchievement) return [effect]
  return [
    effect,
    of({ path: ['overAchievement', 'above'], name: words.overAbove, kind: 'share' }),
    ...(overAchievement.effect === 'explain'
      ? [of({ path: ['overAchievement', 'reason'], name: words.overReason, kind: 'fact', families: ['text'] })]
      : []),
  ]
}

/** A number of times, or rows of a list. */
function sourcePart(ruleSet: RuleSet, criterion: CriterionOf<'count'>, choices: readonly FactChoice[], of: Of): Part {
  const number = choices.find((one) => isOf(one, ['number']))
  const list = ruleSet.facts.find(({ type, fields }) => type === 'list' || fields)
  return of({
    path: [],
    name: words.source,
    kind: 'choice',
    value: criterion.list === undefined ? 'value' : 'list',
    options: [
      { value: 'value', text: words.sources.value, disabled: number === undefined },
      { value: 'list', text: words.sources.list, disabled: list === undefined },
    ],
    edit: (before, id, path, value) =>
      editIndicator(
        before,
        id,
        (indicator) => {
          const { value: _, list: __, where: ___, method, ...rest } = valueAt(indicator, path) as typeof criterion
          const own = value === 'list' ? { list: list?.id } : { value: number?.id }
          return withValue(indicator, path, { method, ...own, ...rest })
        },
        criterionWords.edits.source,
      ),
  })
}

function countParts(ruleSet: RuleSet, { list, points }: CriterionOf<'count'>, of: Of): Part[] {
  const most = of({ path: ['max'], name: words.max, kind: 'points', fresh: points })
  if (list === undefined) return [most]
  const [first] = factChoices(ruleSet, list).filter(({ ofRow, kind }) => ofRow && kind !== 'list')
  const where = first && { all: [comparisonOf(first, ruleSet.effective?.from ?? '')] }
  return [of({ path: ['where'], name: words.where, kind: 'condition', fresh: where }), most]
}
