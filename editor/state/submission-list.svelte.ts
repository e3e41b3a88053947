import { SvelteMap } from 'svelte/reactivity'
import type { RuleSetSummary, SubmissionSummary } from '../../server/http/shapes.ts'
import { compareRows, type Column } from '../grading/row-order.ts'
import { belongsTo, groupsOf, rank, type Group, type Ranked } from '../grading/ranking.ts'
import { Loaded } from './loaded.svelte.ts'
import type { Subject } from './location.svelte.ts'

export const OPEN = 'open'

/** How often a submission contradicts itself. */
export interface CheckCount {
  readonly submission: string
  readonly errors: number
  readonly warnings: number
}

/** The list of departments or projects: what is shown, in which order. */
export class SubmissionList {
  readonly subject: Subject
  readonly loaded = new Loaded<{ submissions: SubmissionSummary[]; ruleSets: RuleSetSummary[] }>()
  /** How often each contradicts itself; here later than the list. */
  readonly checks = new Loaded<readonly CheckCount[]>()
  text = $state('')
  /** Grades to show (`OPEN`: without one); none chosen shows all. */
  grades: readonly string[] = $state.raw([])
  column: Column = $state('rank')
  descending = $state(false)
  chosenGroup: string | null = $state(null)

  constructor(subject: Subject) {
    this.subject = subject
  }

  #groups = $derived(groupsOf(this.loaded.value?.submissions ?? []))
  #group = $derived(this.#groups.find(({ key }) => key === this.chosenGroup) ?? this.#groups[0] ?? null)
  #ranked = $derived.by(() => {
    const group = this.#group
    return group ? rank((this.loaded.value?.submissions ?? []).filter((each) => belongsTo(each, group))) : []
  })
  #checked = $derived(new SvelteMap((this.checks.value ?? []).map((count) => [count.submission, count])))
  #shown = $derived(
    this.#ranked
      .filter((row) => this.#matches(row))
      .sort(compareRows(this.column, this.descending, (row) => severityOf(this.checksOf(row.submission.id)))),
  )

  get groups(): readonly Group[] {
    return this.#groups
  }
  get group(): Group | null {
    return this.#group
  }
  get all(): readonly Ranked[] {
    return this.#ranked
  }
  get shown(): readonly Ranked[] {
    return this.#shown
  }
  get ruleSet(): RuleSetSummary | null {
    const of = this.#group?.ruleSet
    return this.loaded.value?.ruleSets.find(({ id, effective }) => id === of?.id && effective === of.effective) ?? null
  }
  get filtered(): boolean {
    return this.text.trim() !== '' || this.grades.length > 0
  }

  checksOf(submission: string): CheckCount | null {
    return this.#checked.get(submission) ?? null
  }

  count(grade: string): number {
    return this.#ranked.filter((row) => gradeKey(row) === grade).length
  }

  toggleGrade(grade: string): void {
    this.grades = this.grades.includes(grade) ? this.grades.filter((name) => name !== grade) : [...this.grades, grade]
  }

  clear(): void {
    this.text = ''
    this.grades = []
  }

  /** A first click sorts the natural way (best first, names forward), a second turns it round. */
  sortBy(column: Column): void {
    if (this.column === column) this.descending = !this.descending
    else {
      this.column = column
      this.descending = ['self', 'points', 'grade', 'lines', 'checks'].includes(column)
    }
  }

  #matches(row: Ranked): boolean {
    const words = this.text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
    const name = row.submission.name.normalize('NFKC').toLowerCase()
    return (
      words.every((word) => name.includes(word)) && (this.grades.length === 0 || this.grades.includes(gradeKey(row)))
    )
  }
}

/** Errors weigh more than any number of warnings. */
const severityOf = (count: CheckCount | null): number | null => count && count.errors * 1_000 + count.warnings

const gradeKey = ({ submission }: Ranked) => submission.grading?.grade ?? OPEN
