import { FormNames, type Kind, type Named } from '../../../server/core/rule-set-checks/names.ts'
import type { RuleSet } from '../../../server/core/rule-set.ts'

/** A fact that may stand at a place. */
export interface FactChoice {
  readonly id: string
  readonly label: string
  readonly kind: Kind
  readonly options: readonly string[] | undefined
  readonly aliases: readonly string[]
  /** A column of the list whose rows are judged. */
  readonly ofRow: boolean
}

/** Facts that may be read in the form, or in the rows of `list`, in the rule set's order; columns first. */
export function factChoices(ruleSet: RuleSet, list: string | null): FactChoice[] {
  const names = new FormNames(ruleSet.facts)
  const form = names.form.all()
  const rows =
    list === null
      ? []
      : names
          .rows(list)
          .all()
          .slice(0, -form.length || undefined)
  const shadowed = new Set(rows.map(({ id }) => id))
  return [
    ...rows.map((one) => choiceOf(one, true)),
    ...form.filter(({ id }) => !shadowed.has(id)).map((one) => choiceOf(one, false)),
  ]
}

const choiceOf = ({ id, label, kind, options, aliases = [] }: Named, ofRow: boolean): FactChoice => ({
  id,
  label: label ?? id,
  kind,
  options,
  aliases,
  ofRow,
})

export type Family = 'number' | 'boolean' | 'text' | 'list'

/** Kinds that stand for each other where a value is read; a formula whose kind is unknown may be any but a list. */
export function isOf(choice: Pick<FactChoice, 'kind'>, families: readonly Family[]): boolean {
  if (choice.kind === 'unknown') return !families.includes('list')
  return families.includes(familyOf(choice.kind))
}

export const familyOf = (kind: Kind): Family =>
  kind === 'choice' || kind === 'date' || kind === 'text' ? 'text' : kind === 'unknown' ? 'number' : kind

/** Those whose name, former names or id hold what is searched for. */
export function searchFacts(choices: readonly FactChoice[], text: string): FactChoice[] {
  const words = text.normalize('NFKC').toLowerCase().split(/\s+/u).filter(Boolean)
  return choices.filter(({ id, label, aliases }) => {
    const all = [label, id, ...aliases].join(' ').normalize('NFKC').toLowerCase()
    return words.every((word) => all.includes(word))
  })
}
