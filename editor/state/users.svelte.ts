import type { Problem } from '../../server/http/shapes.ts'
import {
  addUser,
  readUnits,
  readUsers,
  removeFactor,
  resetPassword,
  setDisabled,
  setRights,
  unlockUser,
  type Rights,
  type User,
  type UserList,
} from '../api-accounts.ts'
import { problemOf } from '../problem.ts'
import { Loaded } from './loaded.svelte.ts'

/** Accounts as the page about them shows and changes them. */
export class UserActions {
  readonly loaded = new Loaded<UserList>()
  readonly units = new Loaded<readonly { id: string; name: string }[]>()
  busy = $state(false)
  /** Why the last change was not made. */
  problem = $state.raw<Problem | null>(null)
  /** To be told to the person, and then gone for good. */
  passing = $state.raw<{ readonly id: string; readonly password: string } | null>(null)

  async load(): Promise<void> {
    await Promise.all([this.loaded.load(readUsers), this.units.load(readUnits)])
  }

  unitName = (id: string): string => this.units.value?.find((unit) => unit.id === id)?.name ?? id

  add = (id: string, name: string) => this.#change(async () => void (this.passing = await addUser(id, name)))
  reset = ({ id }: User) => this.#change(async () => void (this.passing = await resetPassword(id)))
  enable = ({ id }: User) => this.#change(() => setDisabled(id, false))
  disable = ({ id }: User) => this.#change(() => setDisabled(id, true))
  unlock = ({ id }: User) => this.#change(() => unlockUser(id))
  removeFactor = ({ id }: User) => this.#change(() => removeFactor(id))
  setRights = ({ id, roles, units, office }: User, to: Rights) =>
    this.#change(() => setRights(id, { roles, units, office }, to))

  /** @returns whether it was made; the list is read again either way, since somebody else may have changed it */
  async #change(act: () => Promise<unknown>): Promise<boolean> {
    // twice the same would be refused the second time, and of two passwords only the later one would be valid
    if (this.busy) return false
    this.busy = true
    this.problem = null
    try {
      await act()
      return true
    } catch (error) {
      this.problem = problemOf(error)
      return false
    } finally {
      await this.loaded.load(readUsers)
      this.busy = false
    }
  }
}
