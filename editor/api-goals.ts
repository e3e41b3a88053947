import { hc } from 'hono/client'
import type { Assignment } from '../server/forms/goals/breakdown.ts'
import type { Goals } from '../server/http/goal-shapes.ts'
import type { goalRoutes } from '../server/routes/goals.ts'
import { take, until } from './api.ts'

const goalApi = hc<ReturnType<typeof goalRoutes>>('/api')

/** Calls about who answers for what in a form. */

export type { Assignment, Goals }
export type GoalItem = Goals['items'][number]
export type GoalPart = Goals['parts'][number]
export type GoalSum = Goals['total']

const one = goalApi.forms[':id'].goals
const at = (id: string) => ({ param: { id } })

export const readGoals = (id: string, signal: AbortSignal): Promise<Goals> => take(one.$get(at(id), until(signal)))

export const saveGoals = (id: string, revision: number, assignments: readonly Assignment[]): Promise<Goals> =>
  take(one.$put({ ...at(id), json: { revision, assignments: [...assignments] } as never }))

export const copyGoals = (id: string, revision: number): Promise<Goals> =>
  take(one.copy.$post({ ...at(id), json: { revision } as never }))

export const finishPart = (id: string, office: string, revision: number): Promise<Goals> =>
  take(one.completion.$post({ ...at(id), json: { office, revision } as never }))

export const reopenPart = (id: string, office: string, remark = ''): Promise<Goals> =>
  take(one.reopening.$post({ ...at(id), json: { office, remark } as never }))

/** Where the browser fetches the table to print by itself. */
export const goalsWorkbookAddress = (id: string): string => `/api/forms/${encodeURIComponent(id)}/goals/workbook`
