import { getCookie, setCookie } from 'hono/cookie'
import type { Context } from 'hono'
import type { Person } from '../access/person.ts'

/**
 * Identities to try the service with, on this machine and with example data only: nobody logs in, and whoever sits at the
 * machine may be any of them. Their names cannot be accounts' names, so that the journal tells them apart for ever.
 */
export const DEMO_PEOPLE: readonly Person[] = [
  { id: 'demo:rules-1', name: '规则管理员甲', roles: ['ruleAdministrator'], units: [] },
  { id: 'demo:rules-2', name: '规则管理员乙', roles: ['ruleAdministrator'], units: [] },
  { id: 'demo:review-1', name: '复核人甲', roles: ['reviewer'], units: [] },
  { id: 'demo:review-2', name: '复核人乙', roles: ['reviewer'], units: [] },
  { id: 'demo:department', name: '部门填报员（花都区委政法委）', roles: ['department'], units: ['huadu-zhengfawei'] },
  {
    id: 'demo:office',
    name: '科室填报员（花都区委政法委 综治督导科）',
    roles: ['department'],
    units: ['huadu-zhengfawei'],
    office: '综治督导科',
  },
  { id: 'demo:system', name: '系统管理员', roles: ['systemAdministrator'], units: [] },
  { id: 'demo:security', name: '安全管理员', roles: ['securityAdministrator'], units: [] },
  { id: 'demo:audit', name: '审计员', roles: ['auditor'], units: [] },
]

const COOKIE = 'hengping-demo'
/** What proxies add to a request. */
const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via']

export const findDemoPerson = (id: string): Person | undefined => DEMO_PEOPLE.find((person) => person.id === id)

/**
 * The identity chosen in this browser; the first one until another is. Nobody, for what a proxy brings from elsewhere: the
 * demo is for this machine.
 */
export function demoPersonOf(c: Context): Person | null {
  if (FORWARDED.some((name) => c.req.header(name) !== undefined)) return null
  return findDemoPerson(getCookie(c, COOKIE) ?? '') ?? DEMO_PEOPLE[0]!
}

export function chooseDemoPerson(c: Context, person: Person): void {
  setCookie(c, COOKIE, person.id, { path: '/', httpOnly: true, sameSite: 'Strict' })
}
