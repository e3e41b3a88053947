import type { Role } from '../api-accounts.ts'
import { addressOf, type Route } from './location.svelte.ts'
import type { Session } from './session.svelte.ts'

const EVERYBODY_AT_WORK: readonly Role[] = ['ruleAdministrator', 'reviewer', 'department']

/** Who uses a page; the server decides what they see and do there. */
const FOR: Partial<Record<Route['page'], readonly Role[]>> = {
  list: EVERYBODY_AT_WORK,
  account: EVERYBODY_AT_WORK,
  ruleSets: EVERYBODY_AT_WORK,
  ruleSet: EVERYBODY_AT_WORK,
  review: ['ruleAdministrator', 'reviewer'],
  draft: ['ruleAdministrator', 'reviewer'],
  approval: ['ruleAdministrator', 'reviewer'],
  users: ['systemAdministrator', 'securityAdministrator'],
}

/** Whether a page is for whoever is logged in; pages that nobody is named for are everybody's. */
export function isFor(route: Route, session: Session): boolean {
  const roles = FOR[route.page]
  return roles === undefined || session.has(...roles)
}

/** Where somebody begins. */
export function homeOf(session: Session): string {
  const first = [addressOf.list('department'), addressOf.users()].find((address) => isFor(routeOf(address), session))
  return first ?? addressOf.own()
}

const routeOf = (address: string): Route =>
  address === addressOf.users() ? { page: 'users' } : { page: 'list', subject: 'department' }
