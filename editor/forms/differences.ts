import type { RuleSet } from '../../server/core/rule-set.ts'
import type { FactInput, FormEntries } from '../api-forms.ts'
import { formWords as words } from '../text/forms.zh-CN.ts'
import { punctuation } from '../text/punctuation.zh-CN.ts'
import { cellText, readEntry, readListEntry } from './entry.ts'
import { sameJson } from './same-json.ts'

export interface Difference {
  readonly label: string
  readonly mine: string
  readonly other: string
}

/** Where two sets of entries say something else, as people read them. */
export function differencesBetween(ruleSet: RuleSet, mine: FormEntries, other: FormEntries): Difference[] {
  const facts = ruleSet.facts.flatMap((fact): Difference[] => {
    const [a, b] = [mine.facts[fact.id], other.facts[fact.id]]
    if (sameJson(a, b)) return []
    const text = fact.type === 'list' || fact.fields ? listText(fact) : factText(fact)
    return [{ label: fact.label ?? fact.id, mine: text(a), other: text(b) }]
  })
  const labels = new Map<string, string>()
  const name = (nodes: RuleSet['indicators']): void => {
    for (const { id, label, children } of nodes) {
      labels.set(id, label ?? id)
      name(children ?? [])
    }
  }
  name(ruleSet.indicators)
  const scored = new Set([...Object.keys(mine.selfScores), ...Object.keys(other.selfScores)])
  const scores = [...scored].flatMap((id): Difference[] => {
    const [a, b] = [mine.selfScores[id], other.selfScores[id]]
    if (sameJson(a, b)) return []
    const text = (score: typeof a) => (score ? `${score.points} ${score.reason ?? ''}`.trim() : words.states.missing)
    return [{ label: words.selfScoreOf(labels.get(id.split('/')[0] ?? '') ?? id), mine: text(a), other: text(b) }]
  })
  return [...facts, ...scores]
}

type Fact = RuleSet['facts'][number]

const factText =
  (fact: Fact) =>
  (input: FactInput | undefined): string => {
    const { state, text, note } = readEntry(input, fact)
    const said = state === 'value' ? text : words.states[state]
    return note === '' ? said : `${said}${punctuation.open}${note}${punctuation.close}`
  }

const listText =
  ({ fields = [] }: Fact) =>
  (input: FactInput | undefined): string => {
    const { state, rows } = readListEntry(input)
    if (state !== 'rows') return words.listStates[state]
    return rows
      .map((row) =>
        fields
          .filter(({ id }) => id !== 'id')
          .map((field) => cellText(row[field.id], field))
          .filter((text) => text !== '')
          .join(' '),
      )
      .join(punctuation.semicolon)
  }
