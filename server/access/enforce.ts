import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Audit } from '../accounts/audit.ts'
import { problem } from '../http/problem.ts'
import type { Store } from '../storage/store.ts'
import { DOWNLOADS, FOR_OFFICES, MATRIX, reachOf } from './matrix.ts'
import { noFence, ownFence } from './own-submissions.ts'
import { ownStore } from './own-store.ts'
import type { Identify, Visitor } from './person.ts'

interface Guarded {
  readonly store: Store
  readonly identify: Identify
  readonly audit: Audit
}

const HELD = {
  changePassword: '请先修改密码，再做别的。',
  enrolSecondFactor: '管理员要先绑定动态口令，再做别的。',
} as const

/** Lets through what the matrix states, by the route a request was matched to; everything else is refused. */
export function enforce({ store, identify, audit }: Guarded): MiddlewareHandler {
  return async (c, next) => {
    const route = routeOf(c)
    // a file of the page, or nothing at all
    if (route === null) return next()
    const row = MATRIX[route]
    if (row === 'anyone') return next()
    const visitor = await identify(c)
    if (!visitor) return problem(c, 401, 'not_signed_in', '还没有登录，或登录已过期，请登录。')
    const { person, held } = visitor
    const reach = row === undefined ? null : row === 'self' ? 'all' : reachOf(row, person.roles)
    if (held !== null && row !== 'self') return problem(c, 403, held, HELD[held])
    if (reach === null) return refuse(c, audit, visitor, route)
    const { office = null } = person
    if (office !== null && row !== 'self' && c.req.method !== 'GET' && !FOR_OFFICES.has(route)) {
      audit.refused(person.id, person.id, { event: 'refused', about: route, ok: false, detail: { path: c.req.path } })
      return problem(c, 403, 'office_only', `您的账号只填报“${office}”负责的部分，这一步请单位的牵头填报员来做。`)
    }
    if (DOWNLOADS.has(route))
      await audit.tell(person.id, { event: 'download', about: c.req.path.slice(0, 200), ok: true })
    const all = store.as(person.id)
    const own = reach === 'own' ? ownStore(all, person.units, office) : all
    c.set('person', person)
    c.set('store', own)
    c.set('fence', reach === 'own' ? ownFence(all, own, person.units) : noFence)
    return next()
  }
}

/** `GET /api/submissions/:id`: the first handler answers; null when only what is for every address will. */
export function routeOf(c: Context): string | null {
  const route = matchedRoutes(c).find(({ method, path }) => method !== 'ALL' || !path.endsWith('*'))
  return route ? `${route.method} ${route.path}` : null
}

function refuse(c: Context, audit: Audit, { person }: Visitor, route: string): Response {
  audit.refused(person.id, person.id, { event: 'refused', about: route, ok: false, detail: { path: c.req.path } })
  return problem(c, 403, 'not_allowed', '您的角色不能做这件事；需要的话请联系安全管理员调整角色。')
}
