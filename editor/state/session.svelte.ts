import type { Problem } from '../../server/http/shapes.ts'
import {
  chooseIdentity,
  extendSession,
  logIn,
  logOut,
  readSession,
  type Role,
  type SessionAnswer,
} from '../api-accounts.ts'
import { onSignedOut, problemOf } from '../problem.ts'

/** How often the server is asked whether the session still lasts; asking does not prolong it. */
const LOOK_EVERY = 20_000
/** Typing and clicking count as use, told to the server at most this often. */
const TELL_EVERY = 60_000
/** From here on people are warned. */
const WARN_BELOW = 2 * 60_000

/** Who is logged in at this window. */
export class Session {
  answer = $state.raw<SessionAnswer | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** Somebody was logged in here and no longer is: the page stays as it is, with what was typed, behind a login. */
  lost = $state(false)
  /** Why the person stays who they are here, or the session may still end: what was asked for was not done. */
  refused = $state.raw<Problem | null>(null)
  readonly person = $derived(this.answer?.person ?? null)
  readonly isDemo = $derived(this.answer?.mode === 'demo')
  /** Minutes until it ends when nobody does anything; null while there is time. */
  readonly endingIn = $derived(
    this.answer?.endsIn != null && this.answer.endsIn < WARN_BELOW ? Math.ceil(this.answer.endsIn / 60_000) : null,
  )
  #told = 0

  has(...roles: readonly Role[]): boolean {
    return roles.some((role) => this.person?.roles.includes(role))
  }

  async read(): Promise<void> {
    try {
      this.#take(await readSession())
      this.problem = null
    } catch (error) {
      // a page that is already there stays there while the service cannot be reached
      if (this.answer === null) this.problem = problemOf(error)
    }
  }

  /** @throws ApiProblem; `second_factor_needed` when a code is to be given, too */
  async logIn(id: string, password: string, code?: string): Promise<void> {
    const before = this.person?.id
    const answer = await logIn(id, password, code)
    // what another person had open is not for this one
    if (this.lost && answer.person?.id !== before) return window.location.reload()
    this.lost = false
    this.answer = answer
  }

  async logOut(): Promise<void> {
    if (!(await this.#attempt(logOut))) return
    // nothing of what was open may stay in the window
    window.location.assign('#/')
    window.location.reload()
  }

  async choose(id: string): Promise<void> {
    if (!(await this.#attempt(() => chooseIdentity(id)))) return
    window.location.assign('#/')
    window.location.reload()
  }

  async stay(): Promise<void> {
    await this.#attempt(() => this.#extend())
  }

  async #extend(): Promise<void> {
    this.#told = Date.now()
    this.#take(await extendSession())
  }

  /** @returns whether it was done; else `refused` says why not */
  async #attempt(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act()
      this.refused = null
      return true
    } catch (error) {
      this.refused = problemOf(error)
      return false
    }
  }

  /** After a change that ends every session: the login comes next. */
  ended(answer: SessionAnswer): void {
    this.answer = answer
    this.lost = false
  }

  /** Keeps the state true until the function it answers is called. */
  watch(): () => void {
    void this.read()
    const isIn = (): boolean => this.answer?.mode === 'accounts' && this.person !== null && !this.lost
    const timer = setInterval(() => isIn() && void this.read(), LOOK_EVERY)
    const used = (): void => {
      if (isIn() && Date.now() - this.#told > TELL_EVERY) this.#extend().catch(() => undefined)
    }
    const stopListening = onSignedOut(() => isIn() && (this.lost = true))
    window.addEventListener('keydown', used)
    window.addEventListener('pointerdown', used)
    return () => {
      clearInterval(timer)
      stopListening()
      window.removeEventListener('keydown', used)
      window.removeEventListener('pointerdown', used)
    }
  }

  #take(answer: SessionAnswer): void {
    if (this.person && !answer.person && answer.mode === 'accounts') this.lost = true
    else this.answer = answer
  }
}

export const session = new Session()
