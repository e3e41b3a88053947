import type { Role } from '../api-accounts.ts'
import { addressOf, parseRoute, type Route } from './location.svelte.ts'
import type { Session } from './session.svelte.ts'

const EVERYBODY_AT_WORK: readonly Role[] = ['ruleAdministrator', 'reviewer', 'department']

const ROUND_READERS: readonly Role[] = ['ruleAdministrator', 'reviewer', 'auditor']

/** Who uses a page; the server decides what they see and do there. */
const FOR: Partial<Record<Route['page'], readonly Role[]>> = {
  list: EVERYBODY_AT_WORK,
  account: EVERYBODY_AT_WORK,
  forms: EVERYBODY_AT_WORK,
  form: EVERYBODY_AT_WORK,
  goals: EVERYBODY_AT_WORK,
  imports: ['ruleAdministrator', 'department'],
  rounds: ROUND_READERS,
  newRound: ['ruleAdministrator', 'reviewer'],
  round: ROUND_READERS,
  roundAccount: ROUND_READERS,
  comparison: ROUND_READERS,
  ruleSets: EVERYBODY_AT_WORK,
  ruleSet: EVERYBODY_AT_WORK,
  review: ['ruleAdministrator', 'reviewer'],
  notice: ['ruleAdministrator'],
  ruleFile: ['ruleAdministrator'],
  draft: ['ruleAdministrator', 'reviewer'],
  approval: ['ruleAdministrator', 'reviewer'],
  organisations: EVERYBODY_AT_WORK,
  history: ['auditor', 'securityAdministrator'],
  users: ['systemAdministrator', 'securityAdministrator'],
}

/** Whether a page is for whoever is logged in; pages that nobody is named for are everybody's. */
export function isFor(route: Route, session: Session): boolean {
  const roles = FOR[route.page]
  return roles === undefined || session.has(...roles)
}

/** Where somebody begins. */
export function homeOf(session: Session): string {
  const places = [addressOf.list('department'), addressOf.users(), addressOf.history(), addressOf.rounds()]
  return places.find((address) => isFor(parseRoute(address), session)) ?? addressOf.own()
}
