import type { Submission } from '../core/submission.ts'
import { makeDepartment } from './department.ts'
import { makeProject } from './project.ts'

/**
 * A made-up district (示例数据): departments for `guangdong-department` first, then projects for `mof-project`.
 * Pure: the same seed gives the same submissions byte for byte, and a longer district begins with the shorter one's
 * departments. Ids are `sample-dept-001…` and `sample-project-001…`.
 * @param options whole numbers; `departments` and `projects` from 0 up.
 */
export function generateDistrict(options: { seed: number; departments: number; projects: number }): Submission[] {
  const { seed, departments, projects } = options
  return [
    ...Array.from({ length: departments }, (_, index) => makeDepartment(seed, index)),
    ...Array.from({ length: projects }, (_, index) => makeProject(seed, index, departments)),
  ]
}
