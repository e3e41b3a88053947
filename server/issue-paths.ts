import { refused, type Issue, type Parsed } from './core/issue.ts'

/** Issues of a part, told from the whole: `points` under `ruleSet` is `ruleSet.points`. */
export function issuesUnder(prefix: string, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ ...issue, path: joinPaths(prefix, issue.path) }))
}

export function refusedOne(path: string, code: string, message: string): Parsed<never> {
  return refused([{ path, code, message }])
}

export const unknownSubmission = (id: string): Issue => ({
  path: 'submission',
  code: 'unknown_submission',
  message: `没有编号为“${id}”的填报，请核对编号。`,
})

function joinPaths(prefix: string, path: string): string {
  if (prefix === '' || path === '') return prefix + path
  return path.startsWith('[') ? prefix + path : `${prefix}.${path}`
}
