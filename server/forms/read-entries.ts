import { FaultList } from '../core/fault-list.ts'
import type { Issue } from '../core/issue.ts'
import { parseNumber } from '../core/number.ts'
import { toPlainJson, type JsonValue } from '../core/plain-json.ts'
import type { RuleSet } from '../core/rule-set.ts'
import { compileFacts, isDerived } from '../core/submission-checks/facts.ts'
import { compileReferences, nodesOf } from '../core/submission-checks/references.ts'
import { rowName } from '../core/submission-checks/rows.ts'
import type { FactInput, Row, Submission } from '../core/submission.ts'
import type { FormRow } from '../storage/changes/forms.ts'
import type { FormEntries } from './entries.ts'

export interface ReadEntries {
  /** What can be read; a field that cannot is 未填报. */
  readonly submission: Submission
  /** What cannot, each with its place. */
  readonly issues: readonly Issue[]
}

type About = Pick<FormRow, 'id' | 'name' | 'unit' | 'subject' | 'year' | 'ruleSet' | 'files'>

/**
 * What a form comes to as a submission, as far as its fields can be read by the rule set.
 * @param earlier the submission of the same id, whose facts of the bureau still hold
 */
export function readEntries(
  ruleSet: RuleSet,
  form: About,
  entries: FormEntries,
  earlier: Submission | null = null,
): ReadEntries {
  const faults = new FaultList()
  const plain = toPlainJson(entries.facts)
  if (!plain.ok) faults.addAll(['facts'], plain.issues)
  const typed = plain.ok ? (plain.value as { [key: string]: JsonValue }) : {}
  const bureau = earlier ? factsOfBureau(ruleSet, earlier.facts) : {}
  for (const id of Object.keys(typed)) {
    if (isOwnFact(ruleSet, id) || !ruleSet.facts.some((fact) => fact.id === id)) continue
    faults.add(['facts', id], 'not_own_fact', '这一项由财政部门填写，请删去。')
  }
  const read = compileFacts(ruleSet)({ ...typed, ...(bureau as { [key: string]: JsonValue }) }, faults)
  const facts = withoutEmptyRows(read)
  const selfScores = readSelfScores(ofRowsThere(entries.selfScores, ruleSet, facts), faults)
  const submission: Submission = {
    format: 'hengping/submission@1',
    id: form.id,
    name: form.name,
    unit: form.unit,
    subject: form.subject,
    ...(earlier?.region !== undefined && { region: earlier.region }),
    year: form.year,
    ruleSet: form.ruleSet,
    facts,
    ...(Object.keys(selfScores).length > 0 && { selfScores }),
    ...(form.files.length > 0 && { evidence: form.files.map((file) => evidenceOf(ruleSet, file)) }),
    ...(entries.texts && { texts: entries.texts }),
  }
  compileReferences(ruleSet)(submission, faults)
  for (const { path, code } of faults.issues) {
    if (code === 'unknown_indicator') delete selfScores[path.slice('selfScores.'.length)]
  }
  return { submission, issues: faults.issues }
}

/** Whether the unit itself fills a fact in. */
export function isOwnFact({ facts }: RuleSet, id: string): boolean {
  const fact = facts.find((one) => one.id === id)
  return fact !== undefined && !isDerived(fact) && (fact.by ?? 'unit') === 'unit'
}

/** The facts among these that the bureau or a reviewer fills in. */
export function factsOfBureau(ruleSet: RuleSet, facts: Submission['facts']): Record<string, FactInput> {
  const theirs = ruleSet.facts.filter((fact) => !isDerived(fact) && (fact.by ?? 'unit') !== 'unit')
  return Object.fromEntries(theirs.flatMap(({ id }) => (facts[id] === undefined ? [] : [[id, facts[id]]])))
}

function readSelfScores(typed: FormEntries['selfScores'], faults: FaultList): NonNullable<Submission['selfScores']> {
  const scores: NonNullable<Submission['selfScores']> = {}
  for (const [id, { points, reason }] of Object.entries(typed)) {
    const read = parseNumber(points, { unit: '分', decimals: 3 })
    if (!read.ok) faults.addAll(['selfScores', id, 'points'], read.issues)
    else if (read.value === null && reason?.trim())
      faults.add(['selfScores', id, 'points'], 'required', '写了理由，没有写自评得分，请补上。')
    else if (read.value !== null) scores[id] = { points: read.value, ...(reason?.trim() && { reason }) }
  }
  return scores
}

/** A row's own score goes with its row. */
function ofRowsThere(
  typed: FormEntries['selfScores'],
  { indicators }: RuleSet,
  facts: Submission['facts'],
): FormEntries['selfScores'] {
  const nodes = nodesOf(indicators)
  const isThere = (id: string): boolean => {
    const slash = id.indexOf('/')
    const list = slash < 0 ? undefined : facts[nodes.get(id.slice(0, slash))?.each?.list ?? '']
    return (
      slash < 0 ||
      (Array.isArray(list) && list.some((row, at) => rowName((row as Row)['id'], at) === id.slice(slash + 1)))
    )
  }
  return Object.fromEntries(Object.entries(typed).filter(([id]) => isThere(id)))
}

/**
 * A row in which nothing stands was begun and left; it says nothing, and rows that all say nothing do not say that there
 * is none. Taken out last, so that places are as typed.
 */
function withoutEmptyRows(facts: Submission['facts']): Submission['facts'] {
  return Object.fromEntries(
    Object.entries(facts).map(([id, value]) => {
      if (!Array.isArray(value) || value.length === 0) return [id, value]
      const rows = (value as Row[]).filter(saysSomething)
      return [id, rows.length === 0 ? null : rows]
    }),
  )
}

const saysSomething = (row: Row): boolean =>
  Object.entries(row).some(([key, cell]) => key !== 'id' && cell !== null && cell !== '')

function evidenceOf(
  { facts }: RuleSet,
  { indicator, name, hash, fact }: FormRow['files'][number],
): NonNullable<Submission['evidence']>[number] {
  const label = fact === null ? null : (facts.find(({ id }) => id === fact)?.label ?? fact)
  return { indicator, title: name, file: hash, ...(label !== null && { note: `数据项：${label}` }) }
}
