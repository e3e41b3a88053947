import type { FieldDefinition, RuleSet } from '../rule-set.ts'
import type { CheckContext, Path } from './context.ts'

/** What a rule set file must say, though a draft or a fragment need not. */
export const REQUIRED_KEYS = [
  'format',
  'id',
  'title',
  'subject',
  'region',
  'effective',
  'provenance',
  'grades',
  'notApplicable',
] as const satisfies readonly (keyof RuleSet)[]

const WORDS: Record<(typeof REQUIRED_KEYS)[number], string> = {
  format: '格式名，写 "hengping/rule-set@1"',
  id: '编号',
  title: '名称',
  subject: '评价对象，department 或 project',
  region: '适用地区',
  effective: '生效日期，如 {"from": "2024-01-01"}',
  provenance: '依据的文件',
  grades: '等级',
  notApplicable: '不适用时的处理办法',
}

/** Top-level keys, labels of all that people see, types of all that people fill in, a clause on every leaf. */
export function checkRequirements(context: CheckContext): void {
  const { ruleSet } = context
  for (const key of REQUIRED_KEYS)
    if (ruleSet[key] === undefined) context.fault([key], 'required', `缺少“${key}”（${WORDS[key]}），请补上。`)

  ruleSet.facts.forEach((fact, index) => {
    const path = ['facts', index]
    checkDefinition(fact, 'cohort' in fact && fact.cohort !== undefined, path, context)
    if (fact.type === 'list' && !fact.fields)
      context.fault([...path, 'fields'], 'required', `清单“${fact.id}”缺少“fields”（栏目），请补上。`)
    fact.fields?.forEach((field, at) => checkDefinition(field, false, [...path, 'fields', at], context))
  })

  for (const { indicator, path } of context.places) {
    if (blank(indicator.label))
      context.fault([...path, 'label'], 'required', `指标“${indicator.id}”缺少“label”（名称），请补上。`)
    if (!indicator.children && blank(indicator.clause))
      context.fault([...path, 'clause'], 'required', `指标“${indicator.id}”缺少“clause”（评分标准原文），请补上。`)
  }
}

function checkDefinition(definition: FieldDefinition, figure: boolean, path: Path, context: CheckContext): void {
  const { id, label, type, options, formula } = definition
  if (blank(label)) context.fault([...path, 'label'], 'required', `“${id}”缺少“label”（名称），请补上。`)
  if (formula !== undefined || figure) return
  if (type === undefined)
    context.fault([...path, 'type'], 'required', `“${id}”缺少“type”（类型），没有类型就不能核对填报的值，请补上。`)
  if (type === 'choice' && !options)
    context.fault([...path, 'options'], 'required', `选项“${id}”缺少“options”（可选的值），请补上。`)
}

const blank = (text: string | undefined): boolean => text === undefined || text.trim() === ''
