import type { Problem } from '../../server/http/shapes.ts'
import {
  copyGoals,
  finishPart,
  readGoals,
  reopenPart,
  saveGoals,
  type Assignment,
  type GoalItem,
  type Goals,
} from '../api-goals.ts'
import { problemOf } from '../problem.ts'
import { Loaded } from './loaded.svelte.ts'

/** What is given with an indicator; left empty for several at once, it stays as it is. */
export type Given = Omit<Assignment, 'item'>

/** Who answers for what in one form, as a page shows and changes it. */
export class FormGoals {
  readonly loaded = new Loaded<Goals>()
  /** Why the last change was not made. */
  problem = $state.raw<Problem | null>(null)
  busy = $state(false)
  readonly #id: string

  constructor(id: string) {
    this.#id = id
  }

  load = (): Promise<void> => this.loaded.load((signal) => readGoals(this.#id, signal))

  give(items: readonly GoalItem[], given: Given): Promise<boolean> {
    const { office, person, due, target } = given
    const one = items.length === 1
    const chosen = items.map(({ id }) => id)
    return this.#assign(items, (item): Assignment | null => {
      const { own } = item
      // a row that goes with its leaf goes on doing so
      if (item.row !== null && own === null && chosen.includes(item.leaf)) return null
      return {
        item: item.id,
        office: office || (own?.office ?? item.office ?? ''),
        person: person || (one ? '' : (own?.person ?? '')),
        due: due ?? (one ? null : (own?.due ?? null)),
        target: target || (one ? '' : (own?.target ?? '')),
      }
    })
  }

  clear = (items: readonly GoalItem[]): Promise<boolean> => this.#assign(items, () => null)

  copy = (): Promise<boolean> => this.#change(({ revision }) => copyGoals(this.#id, revision))

  finish = (office: string): Promise<boolean> => this.#change(({ revision }) => finishPart(this.#id, office, revision))

  reopen = (office: string, remark = ''): Promise<boolean> => this.#change(() => reopenPart(this.#id, office, remark))

  #assign(items: readonly GoalItem[], make: (item: GoalItem) => Assignment | null): Promise<boolean> {
    const chosen = items.map(({ id }) => id)
    return this.#change((goals) => {
      const kept = goals.items.flatMap(({ id, own }) =>
        own === null || chosen.includes(id) ? [] : [{ ...own, item: id }],
      )
      return saveGoals(this.#id, goals.revision, [...kept, ...items.flatMap((item) => make(item) ?? [])])
    })
  }

  /** What somebody else changed meanwhile is shown with why this was not done. */
  async #change(act: (goals: Goals) => Promise<Goals>): Promise<boolean> {
    const goals = this.loaded.value
    if (!goals || this.busy) return false
    this.busy = true
    this.problem = null
    try {
      this.loaded.put(await act(goals))
      return true
    } catch (error) {
      this.problem = problemOf(error)
      if (this.problem.status === 409) await this.load()
      return false
    } finally {
      this.busy = false
    }
  }
}
