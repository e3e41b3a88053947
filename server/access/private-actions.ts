import type { Action } from '../storage/changes/index.ts'
import type { Person } from './person.ts'

/** Records about people and not about what they work on: who logged in from where, who may do what. */
const PRIVATE = [
  'event',
  'setUpAccounts',
  'addAccount',
  'setAccountRoles',
  'setAccountRights',
  'disableAccount',
  'enableAccount',
  'setAccountPassword',
  'lockAccount',
  'unlockAccount',
  'setSecondFactor',
] as const satisfies readonly Action[]

/** The auditor reads the whole journal; whoever else may look reads what was done to rule sets, submissions and gradings. */
export function mayRead({ roles }: Person, action: string): boolean {
  return roles.includes('auditor') || !PRIVATE.some((one) => one === action)
}
