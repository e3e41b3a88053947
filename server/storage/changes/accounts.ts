import { isOfficer, ROLE_NAMES, roleConflict, type Role } from '../../access/roles.ts'
import type { Issue } from '../../core/issue.ts'
import { officeName } from '../../forms/goals/breakdown.ts'
import type { State } from '../tables.ts'
import type { ChangeKind } from './change-kind.ts'
import { refusal } from './rule-sets.ts'

/** A person who may use the service. Accounts are disabled, never removed: their names stand in the journal. */
export interface AccountRow {
  /** What is typed at login, and who a record of the journal says it was. Never changes, never given to another. */
  readonly id: string
  /** The person's name. */
  readonly name: string
  readonly roles: readonly Role[]
  /** Ids of the units a department account fills in for. */
  readonly units: readonly string[]
  /** The one office of its units whose part it fills in; null, or absent in earlier stores, where it fills in all. */
  readonly office?: string | null
  readonly disabled: boolean
  /** The body that holds salt and hash. */
  readonly password: string
  readonly passwordSince: string
  /** Given by somebody else: to be changed before anything else is done. */
  readonly mustChange: boolean
  /** Bodies of the passwords before, newest first. */
  readonly earlierPasswords: readonly string[]
  /** The body that holds the key of the one-time codes; null without. */
  readonly secondFactor: string | null
  readonly lockedUntil: string | null
  /** Counts what ends every session: changes of roles, password, second factor, and being disabled. */
  readonly revision: number
}

/** Chosen once, at the set-up. */
export interface AccountPolicyRow {
  /** 三员分立: no account holds two of system administrator, security administrator and auditor. */
  readonly separation: boolean
}
export const ACCOUNT_POLICY = 'accounts'

/** Who acts when it is not an account: the link of the first start, and whoever may use the machine itself. */
export const SET_UP = 'set-up'
export const CONSOLE = 'console'
const RESERVED: readonly string[] = [SET_UP, CONSOLE, 'service', 'system', 'anyone', 'demo']

/** How many earlier passwords are kept, to refuse them. */
const REMEMBERED = 4

interface NewAccount {
  readonly id: string
  readonly name: string
  readonly password: string
}
interface Rights {
  readonly roles: readonly Role[]
  readonly units: readonly string[]
  readonly office?: string | null
}
interface RightsChange {
  readonly id: string
  readonly from: Rights
  readonly to: Rights
}

export const setUpAccounts: ChangeKind<{
  readonly separation: boolean
  readonly accounts: readonly (NewAccount & Pick<AccountRow, 'roles' | 'mustChange'>)[]
}> = {
  refuse: (state, { separation, accounts }) => {
    if (state.accounts.size > 0) return refusal('set_up', '已经有账号了，首次设置只能做一次；请登录。')
    const wrong = accounts.map((account) => badName(state, account.id) ?? conflict(account.roles, separation))
    const names = new Set(accounts.map(({ id }) => id))
    if (names.size < accounts.length) return refusal('name_taken', '两个账号的用户名相同，请改一个。')
    return wrong.find((issue) => issue !== null) ?? null
  },
  apply: (state, { separation, accounts }, { time }) => {
    state.accountPolicy.set(ACCOUNT_POLICY, { separation })
    for (const account of accounts) state.accounts.set(account.id, { ...begin(account, time), ...account })
  },
  bodies: ({ accounts }) => accounts.map(({ password }) => password),
}

export const addAccount: ChangeKind<NewAccount> = {
  refuse: (state, { id }) => badName(state, id),
  apply: (state, account, { time }) => void state.accounts.set(account.id, begin(account, time)),
  bodies: ({ password }) => [password],
}

export const setAccountRoles: ChangeKind<RightsChange> = {
  refuse: (state, { id, from, to }, { actor }) => {
    const account = state.accounts.get(id)
    if (!account) return unknownAccount(id)
    if (id === actor) return refusal('own_account', '不能改自己的角色，请由另一位安全管理员来改。')
    const isAsSeen = (from.office ?? null) === (account.office ?? null)
    if (!isAsSeen || !same(from.roles, account.roles) || !same(from.units, account.units)) {
      return refusal('account_changed', `账号“${id}”的角色刚被别人改过，请刷新后再改。`)
    }
    return (
      conflict(to.roles, isSeparated(state)) ??
      unitsFault(state, to) ??
      officeFault(to) ??
      lastOne(state, id, { roles: to.roles })
    )
  },
  apply: (state, { id, to }) => change(state, id, { roles: to.roles, units: to.units, office: to.office ?? null }),
}

/** The same where an office is named: versions that know no offices must not read it as the whole unit. */
export const setAccountRights: ChangeKind<RightsChange> = setAccountRoles

export const disableAccount: ChangeKind<{ readonly id: string }> = {
  refuse: (state, { id }, { actor }) => {
    const account = state.accounts.get(id)
    if (!account) return unknownAccount(id)
    if (id === actor) return refusal('own_account', '不能停用自己的账号，请由另一位管理员来做。')
    if (account.disabled) return refusal('disabled', `账号“${id}”已经停用。`)
    return lastOne(state, id, { disabled: true })
  },
  apply: (state, { id }) => change(state, id, { disabled: true }),
}

export const enableAccount: ChangeKind<{ readonly id: string }> = {
  refuse: (state, { id }) => {
    const account = state.accounts.get(id)
    if (!account) return unknownAccount(id)
    return account.disabled ? null : refusal('not_disabled', `账号“${id}”没有停用。`)
  },
  apply: (state, { id }) => change(state, id, { disabled: false, lockedUntil: null }),
}

/** A new password: one's own, or a passing one from an administrator. Frees a locked account. */
export const setAccountPassword: ChangeKind<{
  readonly id: string
  readonly password: string
  readonly mustChange: boolean
}> = {
  refuse: (state, { id, mustChange }, { actor }) => {
    const account = state.accounts.get(id)
    if (!account) return unknownAccount(id)
    if (actor === id) return null
    if (!mustChange) return refusal('not_own', '只能给别人重置一次性密码，本人登录后自己设定。')
    // who sets the password of another officer could act as both
    if (actor !== CONSOLE && isSeparated(state) && isOfficer(account.roles)) {
      const command = `hengping accounts reset ${id}`
      return refusal('officer', `三员分立：管理员的密码只能在服务器本机重置，请用命令 ${command}。`)
    }
    return null
  },
  apply: (state, { id, password, mustChange }, { time }) => {
    const account = state.accounts.get(id)!
    const earlierPasswords = [account.password, ...account.earlierPasswords].slice(0, REMEMBERED)
    change(state, id, { password, passwordSince: time, mustChange, earlierPasswords, lockedUntil: null })
  },
  bodies: ({ password }) => [password],
}

export const lockAccount: ChangeKind<{ readonly id: string; readonly until: string }> = {
  refuse: (state, { id }) => (state.accounts.has(id) ? null : unknownAccount(id)),
  apply: (state, { id, until }) => {
    // who is logged in stays so: otherwise anybody could throw out anybody by typing nonsense
    state.accounts.set(id, { ...state.accounts.get(id)!, lockedUntil: until })
  },
}

export const unlockAccount: ChangeKind<{ readonly id: string }> = {
  refuse: (state, { id }) => {
    const account = state.accounts.get(id)
    if (!account) return unknownAccount(id)
    return account.lockedUntil === null ? refusal('not_locked', `账号“${id}”没有锁定。`) : null
  },
  apply: (state, { id }) => void state.accounts.set(id, { ...state.accounts.get(id)!, lockedUntil: null }),
}

/** Sets one's own second factor, or (null) takes away another's whose device is lost. */
export const setSecondFactor: ChangeKind<{ readonly id: string; readonly secondFactor: string | null }> = {
  refuse: (state, { id, secondFactor }, { actor }) => {
    const account = state.accounts.get(id)
    if (!account) return unknownAccount(id)
    if (secondFactor !== null) {
      return actor === id ? null : refusal('not_own', '动态口令只能由本人绑定。')
    }
    if (actor === id) return refusal('own_account', '不能解除自己的动态口令；换手机请重新绑定，丢了请找另一位管理员。')
    return account.secondFactor === null ? refusal('no_factor', `账号“${id}”没有绑定动态口令。`) : null
  },
  apply: (state, { id, secondFactor }) => change(state, id, { secondFactor }),
  bodies: ({ secondFactor }) => (secondFactor === null ? [] : [secondFactor]),
}

const begin = ({ id, name, password }: NewAccount, time: string): AccountRow => ({
  id,
  name,
  roles: [],
  units: [],
  disabled: false,
  password,
  passwordSince: time,
  mustChange: true,
  earlierPasswords: [],
  secondFactor: null,
  lockedUntil: null,
  revision: 1,
})

function change(state: State, id: string, changed: Partial<AccountRow>): void {
  const account = state.accounts.get(id)!
  state.accounts.set(id, { ...account, ...changed, revision: account.revision + 1 })
}

const isSeparated = (state: State): boolean => state.accountPolicy.get(ACCOUNT_POLICY)?.separation ?? true

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value) => b.includes(value))

export const unknownAccount = (id: string): Issue => refusal('unknown_account', `没有账号“${id}”，请核对用户名。`)

function badName(state: State, id: string): Issue | null {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,31}$/u.test(id) || id !== accountId(id)) {
    return refusal('bad_name', '用户名是 2 到 32 个字母、汉字、数字或 . _ -，以字母、汉字或数字开头。')
  }
  if (state.accounts.has(id)) return refusal('name_taken', `用户名“${id}”已经用过了，停用的也不再给别人用，请换一个。`)
  return RESERVED.includes(id) ? refusal('name_taken', `用户名“${id}”系统自己要用，请换一个。`) : null
}

/** The name an account goes by, however it is typed. */
export const accountId = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

function conflict(roles: readonly Role[], separation: boolean): Issue | null {
  const sentence = roleConflict(roles, separation)
  return sentence === null ? null : refusal('role_conflict', sentence)
}

function unitsFault(state: State, { roles, units }: Rights): Issue | null {
  if (!roles.includes('department')) {
    return units.length === 0 ? null : refusal('units', '只有部门填报员要写明单位。')
  }
  if (units.length === 0) return refusal('units', '请写明部门填报员填报哪个单位。')
  const unknown = state.organisations.size === 0 ? undefined : units.find((unit) => !state.organisations.has(unit))
  return unknown === undefined ? null : refusal('unknown_unit', `没有单位“${unknown}”，请先在单位名录里添加。`)
}

function officeFault({ roles, office = null }: Rights): Issue | null {
  if (office === null) return null
  if (!roles.includes('department')) return refusal('office', '只有部门填报员能限定到一个科室。')
  return office !== '' && office === officeName(office)
    ? null
    : refusal('office', '科室的名称不能是空的，前后也不能有空格。')
}

/** Somebody must remain who can add accounts, and somebody who can give roles. */
function lastOne(state: State, id: string, changed: Partial<AccountRow>): Issue | null {
  const after = [...state.accounts.values()].map((row) => (row.id === id ? { ...row, ...changed } : row))
  for (const role of ['systemAdministrator', 'securityAdministrator'] as const) {
    const had = [...state.accounts.values()].some((row) => !row.disabled && row.roles.includes(role))
    if (had && !after.some((row) => !row.disabled && row.roles.includes(role))) {
      return refusal('last_one', `这是最后一位可用的${ROLE_NAMES[role]}，请先让另一个账号担任。`)
    }
  }
  return null
}
