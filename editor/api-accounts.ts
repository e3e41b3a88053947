import { hc } from 'hono/client'
import type { Role } from '../server/access/roles.ts'
import type { OrganisationRow } from '../server/storage/changes/organisations.ts'
import type { sessionRoutes } from '../server/routes/session.ts'
import type { accountRoutes } from '../server/routes/accounts.ts'
import type { organisationRoutes } from '../server/routes/organisations.ts'
import { take, until } from './api.ts'

const sessionApi = hc<ReturnType<typeof sessionRoutes>>('/api')
const accountApi = hc<ReturnType<typeof accountRoutes>>('/api')
const organisationApi = hc<ReturnType<typeof organisationRoutes>>('/api')

/** Calls about who is logged in, and about accounts. */

export type { PersonAnswer, SessionAnswer, User, UserList } from '../server/http/session-shapes.ts'
export type { Role }

export interface Rights {
  roles: Role[]
  units: string[]
  /** The one office whose part is filled in; null: the whole unit. */
  office: string | null
}
export interface FirstAccount {
  id: string
  name: string
  password: string
}

const user = accountApi.users[':id']

export const readSession = () => take(sessionApi.session.$get())
export const logIn = (id: string, password: string, code?: string) =>
  take(sessionApi.session.$post({ json: { id, password, ...(code !== undefined && { code }) } }))
export const logOut = () => take(sessionApi.session.$delete())
export const extendSession = () => take(sessionApi.session.extension.$post())
export const chooseIdentity = (id: string) => take(sessionApi.session.identity.$put({ json: { id } }))
export const changePassword = (present: string, next: string) =>
  take(sessionApi.session.password.$put({ json: { present, next } }))
export const offerFactor = () => take(sessionApi.session['second-factor'].$post())
export const enrolFactor = (password: string, code: string) =>
  take(sessionApi.session['second-factor'].$put({ json: { password, code } }))
export const setUp = (
  token: string,
  separation: boolean,
  systemAdministrator: FirstAccount,
  securityAdministrator: FirstAccount | null,
) => take(sessionApi['set-up'].$post({ json: { token, separation, systemAdministrator, securityAdministrator } }))

export const readUsers = (signal: AbortSignal) => take(accountApi.users.$get({}, until(signal)))
export const addUser = (id: string, name: string) => take(accountApi.users.$post({ json: { id, name } }))
export const setRights = (id: string, from: Rights, to: Rights) =>
  take(user.rights.$put({ param: { id }, json: { from, to } }))
export const setDisabled = (id: string, disabled: boolean) =>
  take(user.state.$put({ param: { id }, json: { disabled } }))
export const resetPassword = (id: string) => take(user.password.$post({ param: { id } }))
export const unlockUser = (id: string) => take(user.lock.$delete({ param: { id } }))
export const removeFactor = (id: string) => take(user['second-factor'].$delete({ param: { id } }))

/** Units of the register, for who gives departments their accounts. */
export const readUnits = (signal: AbortSignal): Promise<readonly Pick<OrganisationRow, 'id' | 'name'>[]> =>
  take(organisationApi.organisations.$get({}, until(signal))).then(({ organisations }) => organisations)
