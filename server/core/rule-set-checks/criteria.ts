import type { Criterion, CriterionOf } from '../rule-set.ts'
import { show } from '../zod-issues.ts'
import { checkBounds } from './bounds.ts'
import { checkCondition } from './conditions.ts'
import { titled, type CheckContext, type Path } from './context.ts'
import { unique } from './ids.ts'
import type { Names } from './names.ts'

/** Where a criterion stands: what its facts may be, and whether its leaf is judged row by row. */
export interface CriterionPlace {
  readonly names: Names
  readonly path: Path
  readonly inEach: boolean
}

type Check<M extends Criterion['method']> = (
  criterion: CriterionOf<M>,
  place: CriterionPlace,
  context: CheckContext,
) => void

/** Whether every fact a criterion reads exists and is of the kind it needs, and its figures make sense. */
export function checkCriterion(criterion: Criterion, place: CriterionPlace, context: CheckContext): void {
  checkCondition(criterion.when, place.names, [...place.path, 'when'], context)
  const check = CHECKS[criterion.method] as Check<Criterion['method']>
  check(criterion as never, place, context)
}

const CHECKS: { [M in Criterion['method']]: Check<M> } = {
  full: () => undefined,

  ratio(criterion, place, context) {
    context.fact(criterion.value, ['number'], place.names, [...place.path, 'value'])
    checkOperands(criterion, ['target', 'start', 'zeroBelow', 'zeroAbove'], place, context)
    const { target = 1, start = 0 } = criterion
    if (target === start)
      context.fault([...place.path, 'target'], 'ratio_empty', '起点与目标相同，无法按比例计分，请改正。')
    if (typeof target === 'number' && typeof start === 'number' && target < start) {
      const message =
        '比率分值从起点往上到目标，目标要大于起点；越小越好的，请用“每……扣……”（steps）或“目标完成”（attainment，<=）。'
      context.fault([...place.path, 'target'], 'ratio_downwards', message)
    }
  },

  attainment(criterion, place, context) {
    const { actual, direction, overAchievement } = criterion
    context.fact(actual, ['number'], place.names, [...place.path, 'actual'])
    checkOperands(criterion, ['target', 'zeroBelow', 'zeroAbove'], place, context)
    if (!['>=', '<=', '=', '≥', '≤', '＝'].includes(direction))
      context.fact(direction, ['text', 'choice'], place.names, [...place.path, 'direction'])
    if (overAchievement?.reason !== undefined)
      context.fact(overAchievement.reason, ['text', 'choice'], place.names, [
        ...place.path,
        'overAchievement',
        'reason',
      ])
    if (overAchievement?.effect === 'explain' && overAchievement.reason === undefined) {
      const message = '超额须说明原因时，要写“reason”（填写原因的数据项），请补上。'
      context.fault([...place.path, 'overAchievement', 'reason'], 'required', message)
    }
  },

  bands(criterion, place, context) {
    context.fact(criterion.value, ['number'], place.names, [...place.path, 'value'])
    criterion.bands.forEach((band, index) => {
      const path = [...place.path, 'bands', index]
      checkBounds(band, path, context)
      const ends = (band.from ?? band.above) !== undefined && (band.to ?? band.below) !== undefined
      if (band.pointsAtEnd !== undefined && !ends)
        context.fault([...path, 'pointsAtEnd'], 'band_open', '档内按比例计分要有上下两端，请补上另一端。')
    })
  },

  steps(criterion, place, context) {
    context.fact(criterion.value, ['number'], place.names, [...place.path, 'value'])
    checkOperands(criterion, ['start', 'zeroBelow', 'zeroAbove'], place, context)
  },

  count(criterion, place, context) {
    const { value, list, where } = criterion
    const { names, path } = place
    if ((value === undefined) === (list === undefined))
      return context.fault(path, 'count_source', '按次计分要写“value”（次数）或“list”（清单）中的一个，请改正。')
    if (value !== undefined) context.fact(value, ['number'], names, [...path, 'value'])
    if (list === undefined) {
      if (where !== undefined) context.fault([...path, 'where'], 'only_lists', '“where”只用于清单，请删去。')
      return
    }
    if (place.inEach)
      context.fault([...path, 'list'], 'list_in_each', '按行评分的指标里不能再按清单计数，请改用“value”。')
    if (context.list(list, [...path, 'list']))
      checkCondition(where, context.names.rows(list), [...path, 'where'], context)
  },

  checklist(criterion, place, context) {
    const items = criterion.items.map(({ id }, index) => ({ id, path: [...place.path, 'items', index, 'id'] }))
    unique('检查项', items, context)
    criterion.items.forEach(({ fact, expect = true }, index) => {
      const path = [...place.path, 'items', index]
      const kinds = { boolean: ['boolean'], number: ['number'], string: ['text', 'choice', 'date'] } as const
      const found = context.fact(fact, kinds[typeof expect as keyof typeof kinds], place.names, [...path, 'fact'])
      if (typeof expect === 'string' && found?.options && !found.options.includes(expect))
        context.fault(
          [...path, 'expect'],
          'condition_value',
          `${titled(found)}只有 ${found.options.join('、')} 可选，没有${show(expect)}，请改正。`,
        )
    })
  },

  level(criterion, place, context) {
    const level = context.fact(criterion.level, ['text', 'choice'], place.names, [...place.path, 'level'])
    context.fact(criterion.share, ['number'], place.names, [...place.path, 'share'])
    criterion.levels.forEach((entry, index) => {
      const path = [...place.path, 'levels', index]
      checkBounds(entry, path, context)
      if (level?.options && !level.options.includes(entry.name)) {
        const message = `${titled(level)}只有 ${level.options.join('、')} 可选，没有${show(entry.name)}，请改正。`
        context.fault([...path, 'name'], 'condition_value', message)
      }
    })
    const names = criterion.levels.map(({ name }, index) => ({
      id: name,
      path: [...place.path, 'levels', index, 'name'],
    }))
    unique('档次', names, context, '名称')
  },

  cases(criterion, place, context) {
    criterion.cases.forEach(({ when }, index) =>
      checkCondition(when, place.names, [...place.path, 'cases', index, 'when'], context),
    )
  },
}

function checkOperands<K extends string>(
  criterion: { readonly [key in K]?: number | string | undefined },
  keys: readonly K[],
  { names, path }: CriterionPlace,
  context: CheckContext,
): void {
  for (const key of keys) context.operand(criterion[key], names, [...path, key])
}
