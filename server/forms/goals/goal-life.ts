import { contentHash } from '../../core/hash.ts'
import { parsed, refused, type Parsed } from '../../core/issue.ts'
import type { RuleSet } from '../../core/rule-set.ts'
import type { Submission } from '../../core/submission.ts'
import type { Person } from '../../access/person.ts'
import { goalsWorkbook } from '../../documents/goals/goals-workbook.ts'
import type { NamedBytes } from '../../documents/pack-documents.ts'
import { writeWorkbook } from '../../documents/xlsx/write/write-workbook.ts'
import { refusedOne } from '../../issue-paths.ts'
import { splitReference } from '../../rule-set-choice.ts'
import { unknownForm, type FormRow } from '../../storage/changes/forms.ts'
import type { GoalPart } from '../../storage/changes/goals.ts'
import type { Store } from '../../storage/store.ts'
import { entriesOf, NO_ENTRIES, type FormEntries } from '../entries.ts'
import { isOwnFact } from '../read-entries.ts'
import { breakdownBody, finishedAmong, goalsOf, summaryOf } from './form-goals.ts'
import { MOST_ASSIGNMENTS, type Assignment } from './breakdown.ts'
import { carriedOver } from './carried-over.ts'
import { itemsOf } from './items.ts'
import { statesOf, sumOf, type GoalState, type GoalSum } from './progress.ts'
import { Responsibility } from './responsibility.ts'
import { rowsByName } from './typed-rows.ts'

/** A form's breakdown with how far everybody is. */
export interface OpenGoals {
  readonly form: FormRow
  /** Of the breakdown; 0 while nothing was given to anybody. */
  readonly revision: number
  readonly saved: { readonly actor: string; readonly time: string } | null
  readonly items: readonly GoalState[]
  readonly parts: readonly (GoalPart & { readonly sum: GoalSum })[]
  readonly blocks: readonly (GoalSum & { readonly label: string })[]
  readonly total: GoalSum
  /** Whose a fact is, by id; a fact that is not here is for those who fill in the whole form. */
  readonly facts: Readonly<Record<string, string>>
  /** Whose a list's row is, by `<list>/<row>`. */
  readonly rows: Readonly<Record<string, readonly string[]>>
  /** Offices that may add rows to a list, by its fact. */
  readonly lists: Readonly<Record<string, readonly string[]>>
  /** Names to choose from: offices known of the unit, and the people of its accounts. */
  readonly offices: readonly string[]
  readonly people: readonly { readonly name: string; readonly office: string | null }[]
  /** The form of an earlier year whose breakdown can be taken over. */
  readonly earlier: { readonly id: string; readonly year: number } | null
}

/** Who answers for what in a form, and how far they are. As `FormLife`, it looks and writes through the asker's store. */
export class GoalLife {
  readonly #whole: Store
  readonly #now: () => Date

  constructor(whole: Store, now: () => Date = () => new Date()) {
    this.#whole = whole
    this.#now = now
  }

  /** @param person whose eyes it is for: nobody but the unit sees what was not handed in */
  async open(store: Store, id: string, person: Pick<Person, 'units'>): Promise<Parsed<OpenGoals>> {
    const form = await store.find('forms', id)
    if (!form) return refused([unknownForm(id)])
    const ruleSet = await this.#ruleSet(form)
    const isOwn = person.units.includes(form.unit)
    const entries = isOwn ? await this.#whole.readBody<FormEntries>(form.hash) : await this.#handedIn(form, ruleSet)
    const goals = await goalsOf(this.#whole, form)
    const assignments = goals?.assignments ?? []
    const who = goals?.who ?? new Responsibility(ruleSet, [])
    const row = goals?.row ?? null
    const parts = row?.parts ?? []
    const finished = new Set(parts.filter(({ done }) => done !== null).map(({ office }) => office))
    const items = statesOf(ruleSet, entries, itemsOf(ruleSet, entries), who, finished, localDay(this.#now()))
    const earlier = isOwn ? await this.#earlier(form) : null
    return parsed({
      form,
      revision: row?.revision ?? 0,
      saved: row && { actor: row.savedBy, time: row.savedAt },
      items,
      parts: parts.map((part) => ({ ...part, sum: sumOf(items.filter(({ office }) => office === part.office)) })),
      blocks: [...new Set(items.map(blockOf))].map((label) => ({
        label,
        ...sumOf(items.filter((item) => blockOf(item) === label)),
      })),
      total: sumOf(items),
      ...ownersOf(ruleSet, who, entries),
      ...(isOwn ? await this.#names(form, assignments) : { offices: [], people: [] }),
      earlier: earlier && { id: earlier.id, year: earlier.year },
    })
  }

  /** Says who answers for what; all of it at once. @param revision with which it was begun */
  async save(store: Store, id: string, revision: number, assignments: readonly Assignment[]): Promise<Parsed<void>> {
    const form = await store.find('forms', id)
    if (!form) return refused([unknownForm(id)])
    if (assignments.length > MOST_ASSIGNMENTS)
      return refusedOne('assignments', 'too_many', `一份填报最多分 ${MOST_ASSIGNMENTS} 项，请合并。`)
    const ruleSet = await this.#ruleSet(form)
    const entries = await this.#whole.readBody<FormEntries>(form.hash)
    const items = itemsOf(ruleSet, entries)
    // what was given of a row that is gone goes with it
    const known = new Set(items.map((item) => item.id))
    const kept = [...new Map(assignments.filter(({ item }) => known.has(item)).map((one) => [one.item, one])).values()]
    const who = new Responsibility(ruleSet, kept)
    const before = await goalsOf(this.#whole, form)
    const changed = items.filter((item) => {
      const [was, is] = [before?.who.itemOffice(item) ?? null, who.itemOffice(item)]
      return was !== is
    })
    const gained = changed.map((item) => who.itemOffice(item)).filter((office) => office !== null)
    const body = breakdownBody(kept)
    const summary = summaryOf(ruleSet, who, entries)
    const reopens = finishedAmong(before?.row ?? { parts: [] }, gained)
    const payload = { id, hash: contentHash(body), revision, summary, reopens }
    return store.commit({ action: 'saveBreakdown', payload }, [body])
  }

  /** Takes over who answered for what in an earlier year, where the indicator goes on and nobody has it yet. */
  async copyEarlier(store: Store, id: string, revision: number): Promise<Parsed<void>> {
    const form = await store.find('forms', id)
    if (!form) return refused([unknownForm(id)])
    const earlier = await this.#earlier(form)
    const theirs = earlier && (await goalsOf(this.#whole, earlier))
    if (!earlier || !theirs)
      return refusedOne('', 'nothing_earlier', '以前年度的填报没有做过目标分解，请在这里直接分工。')
    const [before, now] = await Promise.all([earlier, form].map(({ hash }) => this.#whole.readBody<FormEntries>(hash)))
    const items = itemsOf(await this.#ruleSet(form), now!)
    const own = (await goalsOf(this.#whole, form))?.assignments ?? []
    const carried = carriedOver(itemsOf(theirs.ruleSet, before!), theirs.assignments, items, own)
    if (carried.length === 0)
      return refusedOne(
        '',
        'nothing_earlier',
        `${earlier.year} 年度分过工的指标，今年都没有了或已经分好，没有可以沿用的。`,
      )
    return this.save(store, id, revision, [...own, ...carried])
  }

  finish(store: Store, id: string, office: string, revision: number): Promise<Parsed<void>> {
    return store.commit({ action: 'finishPart', payload: { id, office, revision } })
  }

  reopen(store: Store, id: string, office: string, remark: string): Promise<Parsed<void>> {
    return store.commit({ action: 'reopenPart', payload: { id, office, remark } })
  }

  /** 目标分解表, to be printed. */
  async workbook(store: Store, id: string, person: Pick<Person, 'units'>): Promise<Parsed<NamedBytes>> {
    const opened = await this.open(store, id, person)
    if (!opened.ok) return opened
    const { form } = opened.value
    const bytes = writeWorkbook(goalsWorkbook(opened.value))
    return parsed({ name: `${form.name}-${form.year}-目标分解表.xlsx`, bytes })
  }

  async #ruleSet({ ruleSet }: FormRow): Promise<RuleSet> {
    const [id, effective] = splitReference(ruleSet)
    const version = effective === null ? null : await this.#whole.findRuleSet(id, effective)
    if (!version) throw new Error(`a form was begun by ${ruleSet}, which is not there`)
    return version.ruleSet
  }

  async #handedIn({ handedIn }: FormRow, ruleSet: RuleSet): Promise<FormEntries> {
    const last = handedIn.at(-1)
    if (!last) return NO_ENTRIES
    return entriesOf(await this.#whole.readBody<Submission>(last.hash), (fact) => isOwnFact(ruleSet, fact))
  }

  /** The latest broken-down form of the same unit and kind of an earlier year. */
  async #earlier({ unit, subject, name, year, id }: FormRow): Promise<FormRow | null> {
    const rows = await this.#whole.list('breakdowns')
    const brokenDown = new Set(rows.filter(({ parts }) => parts.length > 0).map((row) => row.id))
    const candidates = (await this.#whole.list('forms')).filter(
      (one) =>
        one.unit === unit &&
        one.subject === subject &&
        (subject === 'department' || one.name === name) &&
        one.year < year &&
        one.id !== id &&
        brokenDown.has(one.id),
    )
    return candidates.reduce<FormRow | null>((best, one) => (best && best.year >= one.year ? best : one), null)
  }

  /** Offices by how near they are: of this form, of the unit's accounts and other forms, and its units in the register. */
  async #names(form: FormRow, assignments: readonly Assignment[]): Promise<Pick<OpenGoals, 'offices' | 'people'>> {
    const accounts = (await this.#whole.list('accounts')).filter(
      ({ units, disabled }) => !disabled && units.includes(form.unit),
    )
    const children = (await this.#whole.list('organisations')).filter(
      ({ parent, closed }) => parent === form.unit && !closed,
    )
    const forms = (await this.#whole.list('forms')).filter(({ unit }) => unit === form.unit).map(({ id }) => id)
    const rows = (await this.#whole.list('breakdowns')).filter(({ id }) => forms.includes(id))
    const people = accounts.map(({ name, office = null }) => ({ name, office }))
    const named = assignments.filter(({ person }) => person !== '').map(({ person, office }) => ({ name: person, office })) // prettier-ignore
    const offices = [
      ...assignments.map(({ office }) => office),
      ...people.flatMap(({ office }) => office ?? []),
      ...rows.flatMap(({ parts }) => parts.map(({ office }) => office)),
      ...children.map(({ name }) => name),
    ]
    const all = new Map([...people, ...named].map((one) => [`${one.name}\n${one.office ?? ''}`, one]))
    return { offices: [...new Set(offices)], people: [...all.values()] }
  }
}

const blockOf = ({ above, label }: GoalState): string => above[0] ?? label

/** The day where the service stands, `2025-10-31`. */
function localDay(now: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** Whose what is, for the page that locks what is another office's. */
function ownersOf(
  ruleSet: RuleSet,
  who: Responsibility,
  entries: FormEntries,
): Pick<OpenGoals, 'facts' | 'rows' | 'lists'> {
  const facts: Record<string, string> = {}
  const rows: Record<string, readonly string[]> = {}
  const lists: Record<string, readonly string[]> = {}
  for (const { id } of ruleSet.facts) {
    if (!isOwnFact(ruleSet, id)) continue
    const office = who.factOffice(id)
    if (!who.isRowList(id)) {
      if (office !== null) facts[id] = office
      continue
    }
    lists[id] = who.listOffices(id)
    for (const [name, row] of rowsByName(entries.facts[id])) {
      rows[`${id}/${name}`] = who.rowOffices(id, name, row)
    }
  }
  return { facts, rows, lists }
}
