import { accountId, type AccountRow } from '../storage/changes/accounts.ts'
import type { Accounts, Stage } from './accounts.ts'
import type { Audit } from './audit.ts'
import { Counted } from './counted.ts'
import { TooBusy } from './password-hasher.ts'
import type { Sessions } from './sessions.ts'

/** An account is locked after so many wrong passwords … */
export const FAILURES = 5
/** … for so long; they count for as long, too. */
export const LOCK_MINUTES = 30
/** From one address so many failures are heard in ten minutes: offices share one. */
export const FAILURES_AN_ADDRESS = 60
const ADDRESS_MINUTES = 10

export interface Credentials {
  readonly id: string
  readonly password: string
  /** The one-time code, where there is a second factor. */
  readonly code?: string | undefined
}

export type LoginOutcome =
  | {
      readonly outcome: 'in'
      readonly token: string
      readonly row: AccountRow
      readonly stage: Stage | null
      readonly endsIn: number
    }
  /** Unknown, wrong, locked or disabled: nobody is told which. */
  | { readonly outcome: 'refused' }
  /** The password is right; the code is missing. */
  | { readonly outcome: 'codeNeeded' }
  | { readonly outcome: 'tooMany' }

/** The door: who comes in, who does not, and how often one may try. */
export class Login {
  readonly #accounts: Accounts
  readonly #sessions: Sessions
  readonly #audit: Audit
  readonly #now: () => Date
  readonly #failures: Counted
  readonly #addresses: Counted
  /** Accounts whose lock is on its way to the disk. */
  readonly #locking = new Set<string>()

  constructor(accounts: Accounts, sessions: Sessions, audit: Audit, now: () => Date = () => new Date()) {
    this.#accounts = accounts
    this.#sessions = sessions
    this.#audit = audit
    this.#now = now
    this.#failures = new Counted(LOCK_MINUTES * 60_000, now)
    this.#addresses = new Counted(ADDRESS_MINUTES * 60_000, now)
  }

  /** @param address where it is asked from */
  async enter({ id: typed, password, code }: Credentials, address: string): Promise<LoginOutcome> {
    // counted before it is known, so that many at once do not slip through
    if (this.#addresses.add(address) > FAILURES_AN_ADDRESS) {
      this.#tellFailure(null, address, 'address')
      return { outcome: 'tooMany' }
    }
    try {
      return await this.#judge(accountId(typed), password, code, address)
    } catch (error) {
      if (!(error instanceof TooBusy)) throw error
      this.#addresses.takeBack(address)
      return { outcome: 'tooMany' }
    }
  }

  /** Whether somebody who is logged in knows the password; counted as a login is. @throws TooBusy */
  async confirm(row: AccountRow, password: string, address: string): Promise<boolean> {
    const right = await this.#accounts.isPassword(row, password)
    const now = await this.#accounts.find(row.id)
    if (!now || this.#isLocked(now)) return false
    if (!right) await this.#countFailure(row, address)
    return right
  }

  async #judge(id: string, password: string, code: string | undefined, address: string): Promise<LoginOutcome> {
    const before = await this.#accounts.find(id)
    const right = await this.#accounts.isPassword(before, password)
    // read again: while the password was looked at, others may have failed or the account may have been changed
    const row = await this.#accounts.find(id)
    if (!row || !before) return this.#refuse(null, address, 'unknown')
    if (row.revision !== before.revision) return this.#refuse(id, address, 'changed')
    if (row.disabled) return this.#refuse(id, address, 'disabled')
    if (this.#isLocked(row)) return this.#refuse(id, address, 'locked')
    if (!right) return this.#wrong(row, address)
    if (row.secondFactor !== null && code === undefined) {
      this.#addresses.takeBack(address)
      return { outcome: 'codeNeeded' }
    }
    if (row.secondFactor !== null && !(await this.#accounts.isCode(row, code ?? ''))) return this.#wrong(row, address)
    this.#failures.clear(id)
    this.#addresses.takeBack(address)
    await this.#audit.tell(id, { event: 'login', ok: true, detail: { address } })
    return { outcome: 'in', ...this.#sessions.begin(row), row, stage: this.#accounts.stageOf(row) }
  }

  #isLocked(row: AccountRow): boolean {
    return this.#accounts.isLocked(row) || this.#locking.has(row.id)
  }

  async #countFailure(row: AccountRow, address: string): Promise<void> {
    this.#tellFailure(row.id, address, 'wrong')
    if (this.#failures.add(row.id) < FAILURES || this.#locking.has(row.id)) return
    this.#locking.add(row.id)
    try {
      await this.#accounts.lock(row.id, new Date(this.#now().getTime() + LOCK_MINUTES * 60_000))
      this.#failures.clear(row.id)
    } finally {
      this.#locking.delete(row.id)
    }
  }

  async #wrong(row: AccountRow, address: string): Promise<LoginOutcome> {
    await this.#countFailure(row, address)
    return { outcome: 'refused' }
  }

  #refuse(id: string | null, address: string, reason: string): LoginOutcome {
    this.#tellFailure(id, address, reason)
    return { outcome: 'refused' }
  }

  /** @param id an account that exists; what else was typed might be a password */
  #tellFailure(id: string | null, address: string, reason: string): void {
    const about = id === null ? {} : { about: id }
    this.#audit.refused('anyone', address, { event: 'login.failed', ...about, ok: false, detail: { address, reason } })
  }
}
