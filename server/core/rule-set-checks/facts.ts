import type { FactDefinition, FieldDefinition } from '../rule-set.ts'
import { KIND_WORDS, type CheckContext, type Path } from './context.ts'
import { checkFormula } from './formulas.ts'
import { isListFact, type Names } from './names.ts'

/** Definitions of facts and fields: their parts fit together, formulas read what exists, figures have something to rank. */
export function checkFacts(context: CheckContext): void {
  context.ruleSet.facts.forEach((fact, index) => {
    const path = ['facts', index]
    checkDefinition(fact, context.names.form, path, context)
    checkSource(fact, path, context)
    checkCohort(fact, path, context)
    const rows = context.names.rows(fact.id)
    fact.fields?.forEach((field, at) => checkField(field, rows, [...path, 'fields', at], context))
  })
}

function checkField(field: FieldDefinition, names: Names, path: Path, context: CheckContext): void {
  checkDefinition(field, names, path, context)
  if (field.type === 'list')
    context.fault([...path, 'type'], 'nested_list', `清单的栏目“${field.id}”不能又是清单，请改成单个的值。`)
  if (field.id === 'id' && field.type !== undefined && field.type !== 'text')
    context.fault([...path, 'type'], 'row_id_type', '栏目“id”是行的编号，类型应为 text，请改正。')
}

function checkDefinition(
  definition: FactDefinition | FieldDefinition,
  names: Names,
  path: Path,
  context: CheckContext,
): void {
  const { id, type, min, max, options, formula, whenDividedByZero } = definition
  if (formula !== undefined) {
    const kind = checkFormula(formula, names, [...path, 'formula'], context)
    const declared = type === 'choice' || type === 'date' ? 'text' : type
    const given = kind === 'choice' || kind === 'date' ? 'text' : kind
    if (declared !== undefined && declared !== 'list' && given !== 'unknown' && declared !== given)
      context.fault(
        [...path, 'type'],
        'formula_kind',
        `“${id}”写的类型是${KIND_WORDS[declared]}，公式算出的是${KIND_WORDS[given]}，请改成一致。`,
      )
  } else if (whenDividedByZero !== undefined)
    context.fault([...path, 'whenDividedByZero'], 'no_formula', `“${id}”没有公式，不用写 whenDividedByZero，请删去。`)
  if (min !== undefined && max !== undefined && min > max)
    context.fault([...path, 'min'], 'bounds', `“${id}”的最小值 ${min} 大于最大值 ${max}，请改正。`)
  if (type !== undefined && type !== 'number')
    for (const key of ['unit', 'decimals', 'display', 'min', 'max'] as const)
      if (definition[key] !== undefined)
        context.fault([...path, key], 'only_numbers', `“${id}”是${KIND_WORDS[type]}，“${key}”只用于数，请删去。`)
  if (options && type !== undefined && type !== 'choice')
    context.fault([...path, 'options'], 'only_choices', `“${id}”是${KIND_WORDS[type]}，“options”只用于选项，请删去。`)
  options?.forEach((option, index) => {
    if (options.indexOf(option) < index)
      context.fault([...path, 'options', index], 'option_repeated', `选项“${option}”写了两次，请只留一个。`)
  })
}

/** A fact is handed in, or computed by a formula, or a figure of the cohort, or a list: one of these. */
function checkSource(fact: FactDefinition, path: Path, context: CheckContext): void {
  const { id, formula, cohort, fields, type } = fact
  if (formula !== undefined && cohort)
    context.fault([...path, 'cohort'], 'two_sources', `“${id}”不能既有公式又有同组数字，请只留一个。`)
  if (isListFact(fact) && (formula !== undefined || cohort))
    context.fault(
      [...path, formula === undefined ? 'cohort' : 'formula'],
      'two_sources',
      `清单“${id}”由人填报，不能由公式或同组数字算出，请删去。`,
    )
  if (fields && type !== undefined && type !== 'list')
    context.fault([...path, 'fields'], 'only_lists', `“${id}”是${KIND_WORDS[type]}，“fields”只用于清单，请删去。`)
  if (cohort && type !== undefined && type !== 'number')
    context.fault([...path, 'type'], 'fact_kind', `“${id}”是同组的数字，类型应为 number，请改正。`)
}

function checkCohort({ cohort }: FactDefinition, path: Path, context: CheckContext): void {
  if (!cohort) return
  const at = [...path, 'cohort']
  if (cohort.figure === 'size')
    context.fact(cohort.of, ['number', 'boolean', 'text', 'choice', 'date'], context.names.form, [...at, 'of'])
  else context.fact(cohort.of, ['number'], context.names.form, [...at, 'of'])
  if (cohort.by !== undefined)
    context.fact(cohort.by, ['text', 'choice', 'boolean', 'number'], context.names.form, [...at, 'by'])
  if (cohort.figure !== 'rank' && cohort.ties)
    context.fault([...at, 'ties'], 'only_rank', '“ties”（并列）只用于名次 rank，请删去。')
}
