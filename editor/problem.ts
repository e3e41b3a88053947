import type { Problem } from '../server/http/shapes.ts'
import { zh } from './text/zh-CN.ts'

/** A problem answer of the API, thrown by `api.ts` and caught by the state classes. */
export class ApiProblem extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
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
