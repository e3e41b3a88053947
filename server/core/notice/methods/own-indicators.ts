import type { Criterion, FieldDefinition } from '../model.ts'
import { fixed } from '../statements/cases.ts'
import type { Attempt } from '../attempt.ts'
import { levelsOf } from './level.ts'
import type { Method } from './method.ts'

/**
 * 部门（项目）自己设的指标，一行一项: each row has its target; reaching it earns the row's points, else in proportion; 定性指标 by levels.
 */
export const ownIndicators: Method = (attempt) => {
  const rows = attempt.take('rows')
  const [first] = rows
  if (!first || !counted(attempt)) return null
  const said = rows.map(({ points }) => points).find((points) => points !== null) ?? null
  if (said === null)
    attempt.assume('row_points', first, '各行的分值原文没有写明，按由各行自己写明、合计等于本指标分值理解。')
  const even = said === 'even'
  const [graded, ...more] = attempt.take('graded')
  if (more.length > 0 || (graded && !graded.rowsOnly)) return null
  const levels = graded ? levelsOf(attempt, graded.count) : null
  if (graded && !levels) return null
  const [explain] = attempt.take('explain')
  attempt.take('cap', 'define')
  attempt.assume('row_direction', first, '每行写明方向：≥ 按完成值÷指标值、≤ 按指标值÷完成值、= 按偏差率计分。')
  const reached: Criterion = {
    method: 'attainment',
    actual: 'actual',
    target: 'target',
    direction: 'direction',
    equal: 'deviation',
    ...(explain ? { overAchievement: { above: 1 + explain.above, effect: 'explain' as const, reason: 'reason' } } : {}),
  }
  const byLevel: Criterion | null = levels && {
    when: { all: [{ fact: 'kind', operator: 'equal', value: '定性' }] },
    method: 'level',
    level: 'level',
    share: 'share',
    levels,
  }
  const list = attempt.book.list(
    `${attempt.leaf.label}（各项指标）`,
    fieldsOf(even, levels?.map(({ name }) => name) ?? null),
  )
  return {
    each: { list, points: even ? 'even' : 'points', label: 'name' },
    scoring: byLevel ? [byLevel, reached] : reached,
  }
}

/** Reaching the target earns all, less earns its share: said in one of the usual two ways. */
function counted(attempt: Attempt): boolean {
  const { points } = attempt.leaf
  const goals = attempt.take('goal')
  const [goal] = goals
  if (
    goals.length !== 1 ||
    !goal ||
    goal.direction !== '>=' ||
    !/(?:指标|目标)值?$/u.test(goal.goal) ||
    fixed(goal.award, points) !== points
  )
    return false
  const rest = attempt.take('otherwise')
  const scores = attempt.take('score')
  if (rest.length === 1) return scores.length === 0 && rest[0]?.branch === 'below' && rest[0].award.kind === 'ratio'
  return (
    rest.length === 0 &&
    scores.length === 2 &&
    ['>=', '<='].every((way) => scores.some(({ direction }) => direction === way))
  )
}

const fieldsOf = (even: boolean, levels: readonly string[] | null): FieldDefinition[] => [
  { id: 'name', label: '指标名称', type: 'text', required: true },
  ...(levels
    ? [{ id: 'kind', label: '指标性质', type: 'choice' as const, options: ['定量', '定性'], required: true }]
    : []),
  { id: 'direction', label: '方向', type: 'choice', options: ['>=', '<=', '='], given: true },
  { id: 'target', label: '指标值', type: 'number', decimals: 2, given: true },
  { id: 'actual', label: '完成值', type: 'number', decimals: 2 },
  ...(even
    ? []
    : [
        {
          id: 'points',
          label: '分值',
          type: 'number' as const,
          unit: '分',
          decimals: 2,
          min: 0,
          given: true,
          required: true,
        },
      ]),
  ...(levels
    ? [
        { id: 'level', label: '完成档次', type: 'choice' as const, options: [...levels] },
        {
          id: 'share',
          label: '得分率',
          type: 'number' as const,
          display: 'percent' as const,
          decimals: 4,
          min: 0,
          max: 1,
        },
      ]
    : []),
  { id: 'reason', label: '偏差原因', type: 'text', required: false },
]
