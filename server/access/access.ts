import type { Context } from 'hono'
import { Accounts, type AccountRules } from '../accounts/accounts.ts'
import { Audit } from '../accounts/audit.ts'
import { demoPersonOf } from '../accounts/demo.ts'
import { Login } from '../accounts/login.ts'
import { PasswordHasher } from '../accounts/password-hasher.ts'
import { PROFILES } from '../accounts/password-rules.ts'
import { Sessions, type SessionState } from '../accounts/sessions.ts'
import { SetUpLink } from '../accounts/set-up-link.ts'
import { clientAddress, type ClientAddress } from '../http/client-address.ts'
import { SessionCookie } from '../http/session-cookie.ts'
import type { AccountRow } from '../storage/changes/accounts.ts'
import type { Store } from '../storage/store.ts'
import type { Identify } from './person.ts'

export interface AccessOptions {
  /** demo: nobody logs in; see `accounts/demo.ts`. */
  readonly mode: 'demo' | 'accounts'
  readonly log: (error: unknown) => void
  readonly rules?: AccountRules
  /** One of the caller's own, who also closes it. */
  readonly hasher?: PasswordHasher
  /** Browsers reach the service by https. */
  readonly secure?: boolean
  readonly behindProxy?: boolean
  readonly now?: () => Date
}

/** Everything about who comes in. */
export interface Access {
  readonly mode: 'demo' | 'accounts'
  readonly rules: AccountRules
  readonly accounts: Accounts
  readonly login: Login
  readonly sessions: Sessions
  readonly audit: Audit
  readonly cookie: SessionCookie
  readonly addressOf: ClientAddress
  readonly identify: Identify
  /** The session of a request, without counting as use. */
  readonly sessionOf: (c: Context) => Promise<(SessionState & { readonly row: AccountRow }) | null>
  /** The way in while there is no account. */
  readonly setUpLink: SetUpLink | null
  close(): Promise<void>
}

export const DEFAULT_RULES: AccountRules = { profile: PROFILES.dengbao, requireSecondFactor: false }

export async function createAccess(store: Store, options: AccessOptions): Promise<Access> {
  const { mode, log, rules = DEFAULT_RULES, secure = false, behindProxy = false, now = () => new Date() } = options
  const hasher = options.hasher ?? new PasswordHasher()
  const audit = new Audit(store, log, now)
  const accounts = new Accounts(store, hasher, rules, now)
  const sessions = new Sessions(now)
  const cookie = new SessionCookie(secure)
  const find = (id: string): Promise<AccountRow | null> => accounts.find(id)
  const sessionOf = async (c: Context, use = false) => {
    const token = cookie.read(c)
    return token === null ? null : sessions.find(token, find, use)
  }
  const identifyBySession: Identify = async (c) => {
    const session = await sessionOf(c, true)
    return session && { person: session.row, held: accounts.stageOf(session.row) }
  }
  const identifyDemo: Identify = async (c) => {
    const person = demoPersonOf(c)
    return person && { person, held: null }
  }
  if (mode === 'accounts') hasher.warm()
  return {
    mode,
    rules,
    accounts,
    login: new Login(accounts, sessions, audit, now),
    sessions,
    audit,
    cookie,
    addressOf: clientAddress(behindProxy),
    identify: mode === 'demo' ? identifyDemo : identifyBySession,
    sessionOf: (c) => sessionOf(c),
    setUpLink: mode === 'accounts' && !(await accounts.any()) ? new SetUpLink(now) : null,
    close: async () => {
      await audit.close()
      if (!options.hasher) hasher.close()
    },
  }
}
