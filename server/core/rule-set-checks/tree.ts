import { decimalPlaces } from '../number.ts'
import type { Criterion, Indicator, NotApplicablePolicy } from '../rule-set.ts'
import { unknownName } from '../unknown-name.ts'
import { checkCondition } from './conditions.ts'
import type { CheckContext, NodePlace, Path } from './context.ts'
import { checkCriterion } from './criteria.ts'
import type { Names } from './names.ts'
import { checkDeductions } from './rules.ts'

/** The tree of indicators: every node is a block or a leaf, has points, and reads only what exists. */
export function checkTree(context: CheckContext): void {
  const { ruleSet } = context
  checkDecimals(ruleSet.points, ['points'], context)
  checkMoveTo(ruleSet.notApplicable, null, ['notApplicable'], context)
  for (const place of context.places) {
    const { indicator, path } = place
    checkCondition(indicator.applies, context.names.form, [...path, 'applies'], context)
    checkMoveTo(indicator.notApplicable, place, [...path, 'notApplicable'], context)
    checkPoints(place, context)
    if (indicator.children && indicator.scoring)
      context.fault([...path, 'scoring'], 'block_and_leaf', `“${indicator.id}”既有下级指标又有评分方法，请只留一个。`)
    else if (indicator.children) checkBlock(indicator, path, context)
    else checkLeaf(indicator, path, context)
  }
}

function checkDecimals(points: number | undefined, path: Path, context: CheckContext): void {
  const { decimals } = context.ruleSet
  if (points !== undefined && decimalPlaces(points) > decimals)
    context.fault(path, 'points_decimals', `分值 ${points} 的小数超过 ${decimals} 位，请改少，或改大 decimals。`)
}

/** Points are written, split among siblings, or those of the block one of whose children counts. */
function checkPoints({ indicator, path, parent }: NodePlace, context: CheckContext): void {
  checkDecimals(indicator.points, [...path, 'points'], context)
  if (indicator.points !== undefined) return
  const block = parent?.indicator
  if (block?.split === 'even' || block?.combine === 'one') return
  const why = block?.split === 'weights' ? '（按权重分配时写权重）' : ''
  context.fault([...path, 'points'], 'required', `指标“${indicator.id}”缺少“points”（分值）${why}，请补上。`)
}

const LEAF_KEYS = ['each', 'deductions', 'evidence', 'missing'] as const
const BLOCK_KEYS = ['split', 'combine', 'choose'] as const

function checkBlock(indicator: Indicator, path: Path, context: CheckContext): void {
  for (const key of LEAF_KEYS)
    if (indicator[key] !== undefined)
      context.fault([...path, key], 'only_leaves', `“${key}”只用于末级指标，“${indicator.id}”有下级指标，请移到下级。`)
  const { split, combine, choose } = indicator
  if (combine && split)
    context.fault([...path, 'split'], 'split_and_combine', '二者择其一的指标不分配分值，“split”和“combine”只能写一个。')
  if (combine && choose === undefined)
    context.fault([...path, 'choose'], 'required', '写了“combine: one”还要写“choose”（按什么选），请补上。')
  if (choose !== undefined && !combine)
    context.fault([...path, 'choose'], 'only_combined', '“choose”只与“combine: one”同用，请补上或删去。')
  if (typeof choose === 'object')
    context.fact(choose.fact, ['text', 'choice'], context.names.form, [...path, 'choose', 'fact'])
}

function checkLeaf(indicator: Indicator, path: Path, context: CheckContext): void {
  for (const key of BLOCK_KEYS)
    if (indicator[key] !== undefined)
      context.fault([...path, key], 'only_blocks', `“${key}”只用于有下级指标的指标，请删去。`)
  if (indicator.scoring === undefined)
    context.fault(
      [...path, 'scoring'],
      'required',
      `指标“${indicator.id}”缺少“scoring”（评分方法）或“children”（下级指标），请补上。`,
    )
  const names = indicator.each ? checkEach(indicator.each, [...path, 'each'], context) : context.names.form
  if (!names) return
  checkScoring(indicator, names, path, context)
  checkDeductions(indicator, names, path, context)
}

/** @returns the names a row's leaf may read; null when the list itself is wrong, as then nothing in it can be said. */
function checkEach(each: NonNullable<Indicator['each']>, path: Path, context: CheckContext): Names | null {
  if (!context.list(each.list, [...path, 'list'])) return null
  const names = context.names.rows(each.list)
  const fields = context.names.list(each.list)?.fields ?? []
  checkCondition(each.where, names, [...path, 'where'], context)
  const isField = (id: string): boolean => fields.some((field) => field.id === id)
  if (each.points !== 'even' && !isField(each.points))
    context.fault([...path, 'points'], 'unknown_field', unknownName(`清单 ${each.list} 的栏目`, each.points, fields))
  else if (each.points !== 'even') context.fact(each.points, ['number'], names, [...path, 'points'])
  if (each.label !== undefined && !isField(each.label))
    context.fault([...path, 'label'], 'unknown_field', unknownName(`清单 ${each.list} 的栏目`, each.label, fields))
  return names
}

function checkScoring({ scoring, each }: Indicator, names: Names, path: Path, context: CheckContext): void {
  if (scoring === undefined) return
  const inEach = each !== undefined
  if (!Array.isArray(scoring)) return checkCriterion(scoring, { names, inEach, path: [...path, 'scoring'] }, context)
  scoring.forEach((criterion: Criterion, index) => {
    const at = [...path, 'scoring', index]
    checkCriterion(criterion, { names, inEach, path: at }, context)
    if (criterion.when === undefined && index < scoring.length - 1)
      context.fault(at, 'never_reached', '这一种评分方法没有“when”，后面的方法永远用不到，请补上条件或移到最后。')
  })
}

/** Points may move to a node that exists and is not part of the one that loses them. */
function checkMoveTo(
  policy: NotApplicablePolicy | undefined,
  place: NodePlace | null,
  path: Path,
  context: CheckContext,
): void {
  if (typeof policy !== 'object') return
  const target = context.nodes.get(policy.moveTo)
  const at = [...path, 'moveTo']
  if (!target) {
    const known = context.places.map(({ indicator }) => indicator)
    return context.fault(at, 'unknown_indicator', unknownName('指标', policy.moveTo, known))
  }
  for (let above: NodePlace | null = target; above !== null; above = above.parent)
    if (above === place)
      return context.fault(at, 'move_inside', `不适用的分值不能移到“${policy.moveTo}”：它就在这个指标里面，请换一个。`)
}
