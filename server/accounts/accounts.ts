import { isOfficer, type Role } from '../access/roles.ts'
import { contentHash } from '../core/hash.ts'
import { parsed, refused, type Issue, type Parsed } from '../core/issue.ts'
import { officeName } from '../forms/goals/breakdown.ts'
import { accountId, SET_UP, unknownAccount, type AccountRow } from '../storage/changes/accounts.ts'
import type { Store } from '../storage/store.ts'
import { passingPassword } from './passing-password.ts'
import type { PasswordHasher, PasswordSecret } from './password-hasher.ts'
import { isExpired, passwordFault, type PasswordProfile } from './password-rules.ts'
import { fromBase32, matchTotp, newTotpKey, toBase32, totpUri } from './totp.ts'

export interface AccountRules {
  readonly profile: PasswordProfile
  /** Level 3: administrators work only with a second factor. */
  readonly requireSecondFactor: boolean
}

/** What an account may do, and for whom. */
export interface Rights {
  readonly roles: readonly Role[]
  readonly units: readonly string[]
  /** Null or left out: the whole unit. */
  readonly office?: string | null | undefined
}

type WrittenRights = Omit<Rights, 'office'> & { readonly office?: string }

/** What is kept of a second factor, as a body. */
interface TotpSecret {
  readonly format: 'hengping/totp@1'
  readonly key: string
}

/** Told once, to whoever gives it to the person. */
export interface PassingPassword {
  readonly id: string
  readonly password: string
}

/** Before anything else: a new password, or a second factor. */
export type Stage = 'changePassword' | 'enrolSecondFactor'

export interface FirstAccount {
  readonly id: string
  readonly name: string
  readonly password: string
}

export interface SetUp {
  readonly separation: boolean
  readonly systemAdministrator: FirstAccount
  /** With separation, another person; without, the first one is all three. */
  readonly securityAdministrator: FirstAccount | null
}

/** Accounts as they are changed: what is typed becomes bodies and records; what may not be is an issue. */
export class Accounts {
  readonly #store: Store
  readonly #hasher: PasswordHasher
  readonly #rules: AccountRules
  readonly #now: () => Date
  /** The last time step of which each account used a code. */
  readonly #usedSteps = new Map<string, number>()
  /** Keys shown and not yet proved, by account. */
  readonly #offered = new Map<string, string>()

  constructor(store: Store, hasher: PasswordHasher, rules: AccountRules, now: () => Date = () => new Date()) {
    this.#store = store
    this.#hasher = hasher
    this.#rules = rules
    this.#now = now
  }

  list(): Promise<readonly AccountRow[]> {
    return this.#store.list('accounts')
  }

  find(id: string): Promise<AccountRow | null> {
    return this.#store.find('accounts', id)
  }

  async any(): Promise<boolean> {
    return (await this.list()).length > 0
  }

  /** What the account has to do before anything else. */
  stageOf(row: AccountRow): Stage | null {
    if (row.mustChange || isExpired(row.passwordSince, this.#rules.profile, this.#now())) return 'changePassword'
    const without = this.#rules.requireSecondFactor && isOfficer(row.roles) && row.secondFactor === null
    return without ? 'enrolSecondFactor' : null
  }

  /** The first accounts. @throws TooBusy, as everything here that takes a password */
  async setUp({ separation, systemAdministrator, securityAdministrator }: SetUp): Promise<Parsed<void>> {
    const all: readonly Role[] = ['systemAdministrator', 'securityAdministrator', 'auditor']
    const first = { typed: systemAdministrator, path: 'systemAdministrator', mustChange: false }
    const second = { typed: securityAdministrator, path: 'securityAdministrator', mustChange: true }
    if (separation !== (securityAdministrator !== null)) {
      const message = '三员分立时请写明系统管理员和安全管理员两个账号；不分立时只写一个。'
      return refused([{ path: 'securityAdministrator', code: 'separation', message }])
    }
    const given = [
      { ...first, roles: separation ? all.slice(0, 1) : all },
      ...(separation ? [{ ...second, roles: all.slice(1, 2) }] : []),
    ]
    const issues = given.flatMap(({ typed, path }) => this.#newPasswordIssues(typed!, typed!.password, path))
    if (issues.length > 0) return refused(issues)
    const secrets = await Promise.all(given.map(({ typed }) => this.#hasher.hash(typed!.password)))
    const accounts = given.map(({ typed, roles, mustChange }, index) => ({
      id: accountId(typed!.id),
      name: typed!.name.trim(),
      password: contentHash(secrets[index]),
      roles,
      mustChange,
    }))
    return this.#store.as(SET_UP).commit({ action: 'setUpAccounts', payload: { separation, accounts } }, secrets)
  }

  /** A new account without roles, and the password for its first login. */
  async add(actor: string, id: string, name: string): Promise<Parsed<PassingPassword>> {
    if (name.trim() === '') return refused([{ path: 'name', code: 'empty', message: '请写明姓名。' }])
    const password = passingPassword()
    const secret = await this.#hasher.hash(password)
    const payload = { id: accountId(id), name: name.trim(), password: contentHash(secret) }
    const added = await this.#store.as(actor).commit({ action: 'addAccount', payload }, [secret])
    return added.ok ? parsed({ id: payload.id, password }) : added
  }

  /** Gives a locked-out person a password for one login. @param actor an account, or `CONSOLE` */
  async resetPassword(actor: string, id: string): Promise<Parsed<PassingPassword>> {
    if (actor === id) return refused([{ path: '', code: 'own_account', message: '自己的密码请用“修改密码”。' }])
    const password = passingPassword()
    const secret = await this.#hasher.hash(password)
    const payload = { id, password: contentHash(secret), mustChange: true }
    const reset = await this.#store.as(actor).commit({ action: 'setAccountPassword', payload }, [secret])
    return reset.ok ? parsed({ id, password }) : reset
  }

  /** One's own password, for whoever has shown that they know the present one. */
  async changePassword(row: AccountRow, next: string): Promise<Parsed<void>> {
    const issues = this.#newPasswordIssues(row, next, '')
    if (issues.length > 0) return refused(issues.map((issue) => ({ ...issue, path: 'next' })))
    const kept = [row.password, ...row.earlierPasswords].slice(0, Math.max(1, this.#rules.profile.remembered))
    for (const hash of kept) {
      if (!(await this.#hasher.verify(next, await this.#store.readBody<PasswordSecret>(hash)))) continue
      const message =
        kept.length > 1 ? `不能用最近 ${kept.length} 次用过的密码，请换一个。` : '新密码与现在的相同，请换一个。'
      return refused([{ path: 'next', code: 'used_before', message }])
    }
    const secret = await this.#hasher.hash(next)
    const payload = { id: row.id, password: contentHash(secret), mustChange: false }
    return this.#store.as(row.id).commit({ action: 'setAccountPassword', payload }, [secret])
  }

  /** Whether this is the account's password; `null` takes as long. */
  async isPassword(row: AccountRow | null, password: string): Promise<boolean> {
    const secret = row ? await this.#store.readBody<PasswordSecret>(row.password) : null
    return this.#hasher.verify(password, secret)
  }

  /** Whether this is a one-time code of the account that was not used before. */
  async isCode(row: AccountRow, code: string): Promise<boolean> {
    if (row.secondFactor === null) return false
    const { key } = await this.#store.readBody<TotpSecret>(row.secondFactor)
    return this.#takeCode(row.id, key, code)
  }

  /** A key for an authenticator app, not in force until a code of it is given. */
  offerSecondFactor(id: string): { readonly key: string; readonly uri: string } {
    const key = newTotpKey()
    this.#offered.set(id, toBase32(key))
    return { key: toBase32(key), uri: totpUri(key, id) }
  }

  /** Puts the offered key in force, for whoever has shown that they know the password. */
  async enrolSecondFactor(row: AccountRow, code: string): Promise<Parsed<void>> {
    const key = this.#offered.get(row.id)
    if (key === undefined) return refused([{ path: '', code: 'not_offered', message: '请先取得动态口令的密钥。' }])
    if (!this.#takeCode(row.id, key, code)) {
      const message = '口令不对，请等手机上出现下一个再输入；仍不行请核对手机的时间。'
      return refused([{ path: 'code', code: 'wrong_code', message }])
    }
    const secret: TotpSecret = { format: 'hengping/totp@1', key }
    const payload = { id: row.id, secondFactor: contentHash(secret) }
    const kept = await this.#store.as(row.id).commit({ action: 'setSecondFactor', payload }, [secret])
    if (kept.ok) this.#offered.delete(row.id)
    return kept
  }

  async removeSecondFactor(actor: string, id: string): Promise<Parsed<void>> {
    return this.#store.as(actor).commit({ action: 'setSecondFactor', payload: { id, secondFactor: null } })
  }

  async setRoles(actor: string, id: string, seen: Rights, given: Rights): Promise<Parsed<void>> {
    const [from, to] = [seen, given].map(({ roles, units, office }) => {
      const name = officeName(office ?? '')
      return { roles, units, ...(name !== '' && { office: name }) }
    }) as [WrittenRights, WrittenRights]
    const action = from.office || to.office ? 'setAccountRights' : 'setAccountRoles'
    return this.#store.as(actor).commit({ action, payload: { id, from, to } })
  }

  async setDisabled(actor: string, id: string, disabled: boolean): Promise<Parsed<void>> {
    const action = disabled ? 'disableAccount' : 'enableAccount'
    return this.#store.as(actor).commit({ action, payload: { id } })
  }

  async lock(id: string, until: Date): Promise<Parsed<void>> {
    return this.#store.commit({ action: 'lockAccount', payload: { id, until: until.toISOString() } })
  }

  async unlock(actor: string, id: string): Promise<Parsed<void>> {
    const row = await this.find(id)
    if (!row) return refused([unknownAccount(id)])
    return this.#store.as(actor).commit({ action: 'unlockAccount', payload: { id } })
  }

  isLocked(row: AccountRow): boolean {
    return row.lockedUntil !== null && Date.parse(row.lockedUntil) > this.#now().getTime()
  }

  #newPasswordIssues(account: { id: string; name: string }, password: string, path: string): Issue[] {
    const fault = passwordFault(password, this.#rules.profile, [account.id, account.name])
    return fault === null
      ? []
      : [{ path: path === '' ? 'password' : `${path}.password`, code: 'weak_password', message: fault }]
  }

  #takeCode(id: string, key: string, code: string): boolean {
    const step = matchTotp(
      fromBase32(key),
      code.normalize('NFKC').replace(/\s/g, ''),
      this.#now(),
      this.#usedSteps.get(id),
    )
    if (step !== null) this.#usedSteps.set(id, step)
    return step !== null
  }
}
