import { api, take, until } from './api.ts'
import type { Subject } from './state/location.svelte.ts'

/** What the consistency checks find in what was handed in, as the API says it. */

/** Every disagreement of a stored submission, as it is now. */
export const readChecks = (id: string, signal: AbortSignal) =>
  take(api.submissions[':id'].checks.$get({ param: { id }, query: {} }, until(signal))).then(({ checks }) => checks)

/** How many disagreements each stored submission has. */
export const readCheckCounts = (subject: Subject, signal: AbortSignal) =>
  take(api.checks.$get({ query: { subject } }, until(signal))).then(({ counts }) => counts)
