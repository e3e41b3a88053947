import { createHash, randomBytes } from 'node:crypto'
import { isOfficer } from '../access/roles.ts'
import type { AccountRow } from '../storage/changes/accounts.ts'

/** After this long without doing anything a session ends; sooner for those who look after the service. */
export const IDLE_MINUTES = 30
export const OFFICER_IDLE_MINUTES = 15
/** No session lasts longer. */
export const LONGEST_HOURS = 12

const MOST_SESSIONS = 10_000

interface Session {
  readonly account: string
  /** Of the account as it was at login: any change that matters ends the session. */
  readonly revision: number
  readonly began: number
  lastUsed: number
}

/** A session as its own page may know it. */
export interface SessionState {
  readonly account: string
  /** Milliseconds until it ends when nothing is done. */
  readonly endsIn: number
}

/**
 * Who is logged in. Only in memory, and only the hashes of what the browsers hold: nothing here is worth stealing, and
 * a restart ends every session.
 */
export class Sessions {
  readonly #byHash = new Map<string, Session>()
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  /** @returns what the browser keeps, 32 random bytes, and how long it counts when nothing is done */
  begin(account: AccountRow): { readonly token: string; readonly endsIn: number } {
    const token = randomBytes(32).toString('base64url')
    const now = this.#now().getTime()
    const session = { account: account.id, revision: account.revision, began: now, lastUsed: now }
    this.#byHash.set(hashOf(token), session)
    const [oldest] = this.#byHash.keys()
    if (this.#byHash.size > MOST_SESSIONS && oldest !== undefined) this.#byHash.delete(oldest)
    return { token, endsIn: endOf(session, account) - now }
  }

  /**
   * The session behind a token, or null when it has ended.
   * @param find the account as it is now
   * @param use whether this counts as doing something
   */
  async find(
    token: string,
    find: (id: string) => Promise<AccountRow | null>,
    use: boolean,
  ): Promise<(SessionState & { readonly row: AccountRow }) | null> {
    const hash = hashOf(token)
    const session = this.#byHash.get(hash)
    if (!session) return null
    const row = await find(session.account)
    const now = this.#now().getTime()
    if (!row || row.disabled || row.revision !== session.revision || endOf(session, row) <= now) {
      this.#byHash.delete(hash)
      return null
    }
    if (use) session.lastUsed = now
    return { account: session.account, endsIn: endOf(session, row) - now, row }
  }

  /** @returns whose it was */
  end(token: string): string | null {
    const hash = hashOf(token)
    const session = this.#byHash.get(hash)
    this.#byHash.delete(hash)
    return session?.account ?? null
  }
}

function endOf({ began, lastUsed }: Session, { roles }: AccountRow): number {
  const idle = isOfficer(roles) ? OFFICER_IDLE_MINUTES : IDLE_MINUTES
  return Math.min(lastUsed + idle * 60_000, began + LONGEST_HOURS * 3_600_000)
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')
