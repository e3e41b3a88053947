import { figuresOf, type Cohort, type CohortMember } from '../../core/cohort.ts'
import { Fraction } from '../../core/fraction.ts'
import type { BatchJob, ChunkMembers, Population, SomeFigures } from './batch-job.ts'

/** Members whose figures are handed out at once: few enough that passing them on holds nobody up. */
const TOGETHER = 1_000

/** What everybody brings into the populations of a batch, and the figures they come to. */
export class GatheredMembers {
  readonly #versions: BatchJob['versions']
  readonly #members = new Map<string, CohortMember[]>()
  #parts: readonly Population[] | null = null

  constructor({ versions }: Pick<BatchJob, 'versions'>) {
    this.#versions = versions
  }

  add(members: ChunkMembers['members']): void {
    for (const [population, member] of members) {
      const list = this.#members.get(population) ?? []
      if (list.length === 0) this.#members.set(population, list)
      list.push(member)
    }
  }

  /** @param id the part that is asked for, from 0 */
  figures(id: number): SomeFigures {
    this.#parts ??= [...this.#members].flatMap(([population, list]) => this.#partsOf(population, list))
    const part = this.#parts[id]
    return { id, populations: part ? [part] : [], next: id + 1 < this.#parts.length ? id + 1 : null }
  }

  #partsOf(population: string, list: readonly CohortMember[]): Population[] {
    const version = this.#versions.find(({ hash }) => hash === population.slice(population.indexOf(' ') + 1))!
    const table = figuresOf(version.ruleSet, list)
    const figures = list.map(({ id }) => [id, keysOf(table.of({ id }).figures)] as const)
    const parts: Population[] = []
    for (let first = 0; first < figures.length; first += TOGETHER) {
      const some = figures.slice(first, first + TOGETHER)
      parts.push({ population, size: table.size, hash: table.hash, figures: some })
    }
    return parts
  }
}

const keysOf = (figures: Cohort['figures']): (readonly [fact: string, value: string])[] =>
  [...figures].map(([fact, value]) => [fact, value instanceof Fraction ? value.toKey() : `${value}/1`])
