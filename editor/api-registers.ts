import type { OrganisationRow } from '../server/storage/changes/organisations.ts'
import { api, take, until } from './api.ts'

/** Calls about the register of units and the journal. */

export type Organisation = OrganisationRow

export const readOrganisations = (signal: AbortSignal): Promise<readonly Organisation[]> =>
  take(api.organisations.$get({}, until(signal))).then(({ organisations }) => organisations)

/** Adds units or changes them, all of them or none; answers with all there are. */
export const putOrganisations = (organisations: readonly Organisation[]): Promise<readonly Organisation[]> =>
  take(
    api.organisations.$put({
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
  return take(api.history.$get({ query }, until(signal)))
}
