import { ROLE_NAMES } from '../access/roles.ts'
import { Accounts } from '../accounts/accounts.ts'
import { PasswordHasher } from '../accounts/password-hasher.ts'
import { PROFILES } from '../accounts/password-rules.ts'
import type { Parsed } from '../core/issue.ts'
import { accountId, CONSOLE } from '../storage/changes/accounts.ts'
import { openEmbeddedStore } from '../storage/embedded-store.ts'
import type { Store } from '../storage/store.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { DONE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/**
 * `hengping accounts`: help for who cannot get in, by whoever may use the machine and its data folder. It takes the
 * folder for itself, so the service has to be stopped.
 */
export async function accounts(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, { data: { type: 'string', default: 'data' } })
  if (!options.ok) return printIssues(terminal, options.issues)
  const [action = '', name, ...rest] = options.value.positionals
  const wrong = rest.length > 0 || (action === 'list' ? name !== undefined : name === undefined)
  if (wrong || !['list', 'unlock', 'reset'].includes(action)) {
    terminal.complain(
      '用法：hengping accounts list，或 hengping accounts unlock 用户名，或 hengping accounts reset 用户名。',
    )
    return UNUSABLE
  }
  const opened = await openEmbeddedStore(options.value.values.data, { create: false, tell: terminal.print })
  if (!opened.ok) return printIssues(terminal, opened.issues)
  const store = opened.value
  const hasher = new PasswordHasher()
  try {
    const rules = { profile: PROFILES.dengbao, requireSecondFactor: false }
    const service = new Accounts(store, hasher, rules)
    if (action === 'list') return await list(service, store, terminal)
    return await (action === 'unlock' ? unlock : reset)(service, accountId(name!), terminal)
  } finally {
    hasher.close()
    await store.close()
  }
}

async function list(service: Accounts, store: Store, terminal: Terminal): Promise<ExitCode> {
  const units = new Map((await store.list('organisations')).map(({ id, name }) => [id, name]))
  for (const row of await service.list()) {
    const roles = row.roles.map((role) => ROLE_NAMES[role]).join('、') || '没有角色'
    const of = row.units.length > 0 ? `（${row.units.map((unit) => units.get(unit) ?? unit).join('、')}）` : ''
    const marks = [
      ...(row.disabled ? ['已停用'] : []),
      ...(service.isLocked(row) ? [`锁定到 ${row.lockedUntil}`] : []),
      ...(row.secondFactor === null ? [] : ['已绑定动态口令']),
      ...(row.mustChange ? ['待改密码'] : []),
    ]
    terminal.print(clean([row.id, row.name, roles + of, ...marks].join('　')))
  }
  return DONE
}

async function unlock(service: Accounts, id: string, terminal: Terminal): Promise<ExitCode> {
  return finish(await service.unlock(CONSOLE, id), terminal, () => `账号“${id}”已解锁。`)
}

/** The whole way back in: whoever may do this could change the files themselves. */
async function reset(service: Accounts, id: string, terminal: Terminal): Promise<ExitCode> {
  const done = await service.resetPassword(CONSOLE, id)
  if (done.ok && (await service.find(id))?.secondFactor) await service.removeSecondFactor(CONSOLE, id)
  return finish(
    done,
    terminal,
    ({ password }) => `账号“${id}”的一次性密码（只显示这一次，登录后必须修改）：${password}`,
  )
}

function finish<T>(done: Parsed<T>, terminal: Terminal, sentence: (value: T) => string): ExitCode {
  if (!done.ok) return printIssues(terminal, done.issues)
  terminal.print(sentence(done.value))
  return DONE
}
