import { createRequire } from 'node:module'
import type { Condition } from '../../server/core/rule-set.ts'
import type { Rule } from '../../server/core/rules.ts'
import { JUDGED, type Contender, type Form } from './contender.ts'

interface Sheet {
  setCellContents(at: { sheet: number; row: number; col: number }, rows: unknown[][]): unknown
  getCellValue(at: { sheet: number; row: number; col: number }): unknown
}
interface HyperFormula {
  HyperFormula: { buildFromArray(rows: unknown[][], options: { licenseKey: string }): Sheet }
}

/** HyperFormula: facts in column A, a formula a rule in column B; a form is put in and the rules read off. */
export function spreadsheet(rules: readonly Rule[], facts: readonly string[], folder: string): Contender {
  const { HyperFormula } = createRequire(folder)('hyperformula') as HyperFormula
  const cell = (fact: string): string => `A${facts.indexOf(fact) + 1}`
  const rows = Array.from({ length: Math.max(facts.length, rules.length) }, (_, row) => [
    0,
    rules[row] ? `=${formulaOf(rules[row].conditions, cell)}` : '',
  ])
  const sheet = HyperFormula.buildFromArray(rows, { licenseKey: 'gpl-v3' })
  const decide = (form: Form): boolean[] => {
    sheet.setCellContents(
      { sheet: 0, row: 0, col: 0 },
      facts.map((fact) => [form.facts[fact]]),
    )
    return rules.map((_, row) => sheet.getCellValue({ sheet: 0, row, col: 1 }) === true)
  }
  return {
    name: 'hyperformula',
    does: JUDGED,
    against: 'ledger',
    most: 300,
    decide,
    answer: (form) => {
      const met = decide(form)
      return Promise.resolve({ met: rules.flatMap(({ name }, index) => (met[index] ? [name] : [])) })
    },
  }
}

const SIGNS: Record<string, string> = {
  equal: '=',
  notEqual: '<>',
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
}

function formulaOf(condition: Condition, cell: (fact: string) => string): string {
  if ('all' in condition) return `AND(${condition.all.map((one) => formulaOf(one, cell)).join(',')})`
  if ('any' in condition) return `OR(${condition.any.map((one) => formulaOf(one, cell)).join(',')})`
  if ('not' in condition) return `NOT(${formulaOf(condition.not, cell)})`
  const { fact, operator, value } = condition
  return `${cell(fact)}${SIGNS[operator]}${typeof value === 'boolean' ? `${String(value).toUpperCase()}()` : String(value)}`
}
