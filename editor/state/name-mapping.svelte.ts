import type { Choice, Difference, MappedName } from '../../server/documents/import/differences.ts'

const isOf =
  ({ scope, name }: { readonly scope: string; readonly name: string }) =>
  (other: { readonly scope: string; readonly name: string }): boolean =>
    other.scope === scope && other.name === name

/** What a person says of the names a table has otherwise than the version it is imported by: nothing is guessed. */
export class NameMapping {
  differences = $state.raw<readonly Difference[]>([])
  choices = $state.raw<readonly Choice[]>([])
  /** By name: an id, or '' to leave it out. */
  #decided = $state.raw<readonly MappedName[]>([])
  /** That somebody looked at all of it. */
  confirmed = $state(false)
  /** That something was decided since the tables were read. */
  stale = $state(false)

  /** Names that mean something here after all. */
  get names(): MappedName[] {
    return this.#decided.filter(({ to }) => to !== '')
  }
  /** Names nobody has decided on. */
  get open(): readonly Difference[] {
    return this.differences.filter(({ kind, scope, name }) => kind === 'unknown' && !this.#decided.some(isOf({ scope, name }))) // prettier-ignore
  }
  /** Whether what was read may be stored. */
  get settled(): boolean {
    return this.differences.length === 0 || (this.open.length === 0 && this.confirmed && !this.stale)
  }

  /** What reading the tables found; what was mapped is not found any more, and stays listed. */
  found(differences: readonly Difference[], choices: readonly Choice[]): void {
    const mapped = this.differences.filter(({ kind, ...one }) => kind === 'unknown' && this.names.some(isOf(one)))
    const isKnown = (one: Difference) => mapped.some(isOf(one))
    const distinct = differences.filter(
      (one, index) => differences.findIndex((other) => other.kind === one.kind && isOf(one)(other)) === index,
    )
    this.differences = [...mapped, ...distinct.filter((one) => !isKnown(one))]
    const all = [...this.choices, ...choices]
    this.choices = all.filter(
      (one, index) => all.findIndex((other) => other.scope === one.scope && other.id === one.id) === index,
    )
    this.stale = false
  }

  decision(one: Difference): string | null {
    return this.#decided.find(isOf(one))?.to ?? null
  }

  decide({ scope, name }: Difference, to: string): void {
    this.#decided = [...this.#decided.filter((one) => !isOf({ scope, name })(one)), { scope, name, to }]
    this.stale = true
  }

  /** Whatever nobody has decided on is left out. */
  leaveRest(): void {
    const rest = this.open.map(({ scope, name }) => ({ scope, name, to: '' }))
    this.#decided = [...this.#decided, ...rest]
  }

  clear(): void {
    this.differences = []
    this.choices = []
    this.#decided = []
    this.confirmed = false
    this.stale = false
  }
}
