import type { Problem } from '../server/http/shapes.ts'
import { zh } from './text/zh-CN.ts'

const signedOut = new Set<() => void>()

/** Calls back whenever an answer says that nobody is logged in any more. */
export function onSignedOut(tell: () => void): () => void {
  signedOut.add(tell)
  return () => void signedOut.delete(tell)
}

/** A problem answer of the API, thrown by `api.ts` and caught by the state classes. */
export class ApiProblem extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
    if (problem.code === 'not_signed_in') for (const tell of signedOut) tell()
  }
}

const local = (code: string, detail: string): Problem => ({
  type: 'about:blank',
  title: zh.problem.title,
  status: 0,
  code,
  detail,
  issues: [],
})

/** Whatever was thrown as something a person can read. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem
  if (error instanceof SyntaxError) return local('unreadable', zh.problem.unreadable)
  return local('offline', zh.problem.offline)
}
