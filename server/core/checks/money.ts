import type { FactDefinition, FieldDefinition } from '../rule-set.ts'
import type { Row } from '../submission.ts'
import { readCell, type Cell } from './cell.ts'
import { rowsOf, type Form } from './form.ts'

/** What an amount is, told by its label: rule sets name their facts freely, notices do not. */
const ROLES = {
  initial: /^年初预算(?:数|金额|额)?$/u,
  adjusted: /^(?:调整后?预算数?|调整后预算金额|全年预算数A?)$/u,
  spent: /^(?:全年)?(?:支出|执行)数B?$/u,
  balance: /^(?:年末)?(?:结转)?结余(?:资金|数|额)?$|^年末结转和?结余$/u,
} as const
export type Role = keyof typeof ROLES

export interface Amount extends Cell {
  readonly label: string
}

/** The amounts of the form as a whole, or of one row of a list of projects or funds. */
export interface Budget {
  /** Name of the row; null for the form itself. */
  readonly name: string | null
  readonly path: string
  readonly initial: Amount | null
  readonly adjusted: Amount | null
  readonly spent: Amount | null
  readonly balance: Amount | null
}

/** Budgets of a form: its own first, then those of rows that have a budget and what was spent of it. */
export function budgetsOf(form: Form): Budget[] {
  const { ruleSet, submission } = form
  const own = budgetFrom(null, 'facts', (role) => {
    const fact = ruleSet.facts.find((definition) => plays(definition, role))
    return fact ? { ...form.fact(fact.id), label: fact.label ?? fact.id } : null
  })
  const rows = ruleSet.facts.flatMap(({ id, fields }) => {
    const has = (role: Role): FieldDefinition | undefined => fields?.find((field) => plays(field, role))
    if (!has('adjusted') || !has('spent')) return []
    return rowsOf(submission, id)
      .filter(({ row }) => !isTotalRow(row))
      .map(({ row, path }) =>
        budgetFrom(readCell(row['name'], '').text, path, (role) => {
          const field = has(role)
          return field
            ? { ...readCell(row[field.id], `${path}.${field.id}`, field.unit), label: field.label ?? field.id }
            : null
        }),
      )
  })
  return [own, ...rows]
}

const TOTAL = /^(?:合计|总计|总额|年度资金总额|资金总额)$/u

/** A row that adds up the others. */
export const isTotalRow = (row: Row): boolean =>
  Object.entries(row).some(([, cell]) => TOTAL.test(readCell(cell, '').text?.replace(/\s/gu, '') ?? ''))

function budgetFrom(name: string | null, path: string, amount: (role: Role) => Amount | null): Budget {
  return {
    name,
    path,
    initial: amount('initial'),
    adjusted: amount('adjusted'),
    spent: amount('spent'),
    balance: amount('balance'),
  }
}

function plays(definition: FactDefinition | FieldDefinition, role: Role): boolean {
  if (definition.type !== 'number' || definition.formula !== undefined) return false
  return [definition.label ?? '', ...(definition.aliases ?? [])].some((name) => ROLES[role].test(name))
}
