import type { Problem } from '../../server/http/shapes.ts'
import { putOrganisations, readOrganisations, type Organisation } from '../api-registers.ts'
import { groupsOf, namesById } from '../organisations/register.ts'
import { problemOf } from '../problem.ts'
import { Loaded } from './loaded.svelte.ts'

/** The register of units: what is shown of it, and saving to it. */
export class OrganisationList {
  readonly loaded = new Loaded<readonly Organisation[]>()
  text = $state('')
  busy = $state(false)
  problem = $state.raw<Problem | null>(null)

  #all = $derived(this.loaded.value ?? [])
  #names = $derived(namesById(this.#all))
  #shown = $derived.by(() => {
    const words = plain(this.text).split(/\s+/).filter(Boolean)
    return this.#all.filter((unit) => {
      const said = plain([unit.id, unit.name, unit.code ?? '', ...unit.aliases, unit.group ?? ''].join('\n'))
      return words.every((word) => said.includes(word))
    })
  })
  #groups = $derived(groupsOf(this.#all))

  get all(): readonly Organisation[] {
    return this.#all
  }
  get shown(): readonly Organisation[] {
    return this.#shown
  }
  get groups(): readonly string[] {
    return this.#groups
  }

  nameOf(id: string): string {
    return this.#names.get(id) ?? id
  }

  load(): Promise<void> {
    return this.loaded.load(readOrganisations)
  }

  /** @returns whether they were saved; else `problem` says why not */
  async save(units: readonly Organisation[]): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    try {
      this.loaded.put(await putOrganisations(units))
      this.problem = null
      return true
    } catch (error) {
      this.problem = problemOf(error)
      return false
    } finally {
      this.busy = false
    }
  }
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()
