import { hc } from 'hono/client'
import type { checkRoutes } from '../server/routes/checks.ts'
import { take, until } from './api.ts'

const checkApi = hc<ReturnType<typeof checkRoutes>>('/api')

import type { Subject } from './state/location.svelte.ts'

/** What the consistency checks find in what was handed in, as the API says it. */

/** Every disagreement of a stored submission, as it is now. */
export const readChecks = (id: string, signal: AbortSignal) =>
  take(checkApi.submissions[':id'].checks.$get({ param: { id }, query: {} }, until(signal))).then(
    ({ checks }) => checks,
  )

/** How many disagreements each stored submission has. */
export const readCheckCounts = (subject: Subject, signal: AbortSignal) =>
  take(checkApi.checks.$get({ query: { subject } }, until(signal))).then(({ counts }) => counts)
