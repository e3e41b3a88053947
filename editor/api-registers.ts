import { hc } from 'hono/client'
import type { OrganisationRow } from '../server/storage/changes/organisations.ts'
import type { organisationRoutes } from '../server/routes/organisations.ts'
import type { historyRoutes } from '../server/routes/history.ts'
import { take, until } from './api.ts'

const organisationApi = hc<ReturnType<typeof organisationRoutes>>('/api')
const historyApi = hc<ReturnType<typeof historyRoutes>>('/api')

/** Calls about the register of units and the journal. */

export type Organisation = OrganisationRow

export const readOrganisations = (signal: AbortSignal): Promise<readonly Organisation[]> =>
  take(organisationApi.organisations.$get({}, until(signal))).then(({ organisations }) => organisations)

/** Adds units or changes them, all of them or none; answers with all there are. */
export const putOrganisations = (organisations: readonly Organisation[]): Promise<readonly Organisation[]> =>
  take(
    organisationApi.organisations.$put({
      json: { organisations: organisations.map((row) => ({ ...row, aliases: [...row.aliases] })) },
    }),
  ).then((answer) => answer.organisations)

export interface HistoryFilter {
  readonly actor: string
  readonly action: string
  readonly about: string
}

/** A page of the journal, newest first. @param before only what is older than this record; null: from the newest on */
export function readHistory({ actor, action, about }: HistoryFilter, before: number | null, signal: AbortSignal) {
  const query = {
    limit: '100',
    ...(before !== null && { before: String(before) }),
    ...(actor !== '' && { actor }),
    ...(action !== '' && { action }),
    ...(about !== '' && { about }),
  }
  return take(historyApi.history.$get({ query }, until(signal)))
}
