import { parseSubmission } from '../../core/parse-submission.ts'
import type { FactDefinition, RuleSet } from '../../core/rule-set.ts'
import type { Submission } from '../../core/submission.ts'
import type { Table } from '../table.ts'
import { labelOf, listFacts, othersFacts, singleFacts } from '../template/form-facts.ts'
import { DICTIONARY } from '../template/template-words.ts'
import { isDerived } from '../../core/submission-checks/facts.ts'
import { distinct, Mapping, type MappedName } from './differences.ts'
import { Draft, type Imported } from './draft.ts'
import { bareName, Names } from './match-name.ts'
import { isForm, readForm } from './read-form.ts'
import { likeness, readList } from './read-list.ts'
import { hasSelfScores, readSelfScores } from './read-self-scores.ts'
import { templateVersion } from './template-version.ts'

/** What a person says of a form beside its tables; it goes before what the tables say. */
export interface FormOptions {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly unit?: string | undefined
  readonly year?: number | undefined
  /** What somebody said of names that are not known here. */
  readonly mapping?: readonly MappedName[] | undefined
}

/** A rule set and its name. */
export interface Version {
  readonly ruleSet: RuleSet
  readonly id: string
  readonly effective: string
  readonly hash: string
}

/**
 * Puts one unit's form together from its tables: the template filled in, the template of another year, or a table of
 * names and values. Nothing is half accepted.
 * @returns the submission, values normalised, with notes on what was changed, left out or is still to be filled in; or
 *   every cell that is wrong.
 */
export function importForm(
  tables: readonly Table[],
  version: Version,
  options: FormOptions = {},
): Imported<Submission> {
  const { ruleSet } = version
  const draft = new Draft(new Mapping(options.mapping))
  const made = templateVersion(tables)
  const isOwn = made?.hash === version.hash
  if (made && !isOwn)
    draft.notes.push(
      `这份表是按 ${made.key} 的模板填的，现在按 ${version.id}@${version.effective} 导入，请核对下列不同。`,
    )
  const known = readTablesInto(draft, tables, ruleSet, { isStrict: isOwn, isOther: made !== null && !isOwn })
  if (!known) {
    const message = '没有找到可以导入的表：要有“数据项”和“填报值”两栏，或者是下载的填报模板，请核对。'
    return {
      ok: false,
      problems: [{ sheet: '', row: null, column: null, name: '', message }],
      notes: draft.notes,
      differences: [],
    }
  }
  return finish(draft, version, options, isOwn)
}

/** Reads every table that means something here; false when none does. */
function readTablesInto(draft: Draft, tables: readonly Table[], ruleSet: RuleSet, origin: Origin): boolean {
  const { isStrict, isOther } = origin
  const names = {
    facts: new Names(ruleSet.facts.filter((fact) => !isDerived(fact))),
    others: new Set(othersFacts(ruleSet).map(({ id }) => id)),
    isStrict,
    isOther,
    seen: new Set<string>(),
  }
  const lists = new Map(listFacts(ruleSet).map((list) => [bareName(labelOf(list)).slice(0, 31), list]))
  let known = false
  for (const table of tables) {
    if (table.name === DICTIONARY) continue
    const named = lists.get(bareName(table.name))
    if (hasSelfScores(table)) readSelfScores(table, ruleSet, isStrict, draft)
    else if (named) readList(table, named, origin, draft)
    else if (isForm(table)) readForm(table, names, draft)
    else {
      const likely = mostLike(
        table,
        [...lists.values()].filter(({ id }) => draft.facts[id] === undefined),
      )
      if (!likely) continue
      readList(table, likely, origin, draft)
    }
    known = true
  }
  if (isOther) tellMissing(draft, ruleSet, names.seen)
  return known
}

/** Whether tables are this version's own template, or another's; neither where they are no template. */
interface Origin {
  readonly isStrict: boolean
  readonly isOther: boolean
}

/** What this version asks a unit for and another version's template has no row for. */
function tellMissing(draft: Draft, ruleSet: RuleSet, seen: ReadonlySet<string>): void {
  for (const fact of singleFacts(ruleSet))
    if (!seen.has(fact.id))
      draft.differences.push({ kind: 'missing', scope: '', name: labelOf(fact), place: '', value: '', to: fact.id })
}

/** The list whose columns a table of another name has. */
function mostLike(table: Table, lists: readonly FactDefinition[]): FactDefinition | null {
  const scored = lists.map((list) => ({ list, score: likeness(table, list) }))
  const best = scored.reduce((most, one) => Math.max(most, one.score), 0)
  return best === 0 ? null : (scored.find(({ score }) => score === best)?.list ?? null)
}

function finish(draft: Draft, version: Version, options: FormOptions, isOwn: boolean): Imported<Submission> {
  const { ruleSet } = version
  const { particulars } = draft
  const name = options.name ?? particulars['name'] ?? ''
  const unit = options.unit ?? particulars['unit'] ?? ''
  const year =
    options.year ?? Number(particulars['year'] === undefined ? NaN : particulars['year'].replace(/年度?$/, ''))
  const id = options.id ?? (particulars['id'] || `${unit === '' ? name : unit}-${year}`)
  if (name === '') draft.problemOf('name', '名称', '没有写名称，请填写部门（单位）或项目的名称。')
  if (!Number.isInteger(year)) draft.problemOf('year', '评价年度', '没有写评价年度，请填四位数的年份。')
  const differences = distinct(draft.differences)
  if (draft.problems.length > 0) return { ok: false, problems: draft.problems, notes: draft.notes, differences }
  const region = particulars['region'] ?? ''
  const submission = parseSubmission(
    {
      format: 'hengping/submission@1', id, name, ...(unit === '' ? {} : { unit }), subject: ruleSet.subject ?? 'department',
      ...(region === '' ? {} : { region }), year, ruleSet: `${version.id}@${version.effective}`, facts: draft.facts,
      ...(Object.keys(draft.selfScores).length === 0 ? {} : { selfScores: draft.selfScores }),
    },
    ruleSet,
  ) // prettier-ignore
  if (!submission.ok)
    return { ok: false, problems: draft.place(submission.issues, ''), notes: draft.notes, differences }
  return {
    ok: true,
    value: submission.value,
    notes: [...draft.notes, ...stillMissing(submission.value, ruleSet, isOwn)],
    differences,
  }
}

/** Facts without a value (of another table's shape also those it does not ask for), so that nobody takes an import for a finished form. */
function stillMissing(submission: Submission, ruleSet: RuleSet, isOwn: boolean): string[] {
  const asked = ruleSet.facts.filter((fact) => !isDerived(fact) && (fact.by ?? 'unit') === 'unit')
  const missing = asked.filter((fact) => submission.facts[fact.id] === undefined && (fact.required === true || !isOwn))
  return missing.length === 0 ? [] : [`还有 ${missing.length} 项没有填：${missing.map(labelOf).join('、')}。`]
}
