import { createAccess, type Access } from '../access/access.ts'
import { PROFILES } from '../accounts/password-rules.ts'
import type { OriginPolicy } from '../http/same-origin.ts'
import type { Store } from '../storage/store.ts'

export interface AccessChoices {
  readonly origins: OriginPolicy
  /** Example data are wanted. */
  readonly examples: boolean
  /** Accounts are wanted even where the demo mode would do. */
  readonly login: boolean
  readonly profile: keyof typeof PROFILES
  readonly requireSecondFactor: boolean
  readonly behindProxy: boolean
}

/**
 * Who comes in: with accounts, or, only on this machine itself, only with example data and only as long as nobody has an
 * account, the demo mode.
 */
export async function openAccess(store: Store, choices: AccessChoices, log: (error: unknown) => void): Promise<Access> {
  const { origins, examples, login, profile, requireSecondFactor, behindProxy } = choices
  const nobody = (await store.list('accounts')).length === 0
  const demo = nobody && examples && !login && origins.loopback && origins.origins.length === 0
  return createAccess(store, {
    mode: demo ? 'demo' : 'accounts',
    log,
    rules: { profile: PROFILES[profile], requireSecondFactor },
    secure: isSecure(origins),
    behindProxy,
  })
}

/** What whoever starts the service should know, a line each. */
export function accessNotes(access: Access, { origins }: AccessChoices, address: string): string[] {
  if (access.mode === 'demo') {
    return [
      '演示模式：不用登录，只能在本机访问，请勿放入真实数据；正式使用请换数据目录并加 --no-examples，或加 --login。',
    ]
  }
  const notes = ['登录只记在内存里，重新启动后大家都要重新登录。']
  if (access.setUpLink) {
    const base = origins.origins[0] ?? address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//127.0.0.1:')
    notes.push('还没有账号。首次设置请在浏览器里打开下面的链接（24 小时内、用过之前、重新启动之前有效）：')
    notes.push(`${base}/#/set-up/${access.setUpLink.token}`)
  }
  if (!origins.loopback && !isSecure(origins)) {
    notes.push('注意：正在用 http 对外服务，密码和数据在网络上不加密，Cookie 也没有 Secure 保护；')
    notes.push('　　　请在前面放 https 反向代理，并用 --origin https://… 写明网址。')
  }
  return notes
}

/** Browsers reach the service by https, and by nothing else. */
const isSecure = ({ origins }: OriginPolicy): boolean =>
  origins.length > 0 && origins.every((origin) => origin.startsWith('https://'))
