import { pointerOf } from '../json-patch.ts'
import { finding } from './context.ts'
import type { Lint } from './finding.ts'
import { removing } from './removing.ts'

/** 等级：从 0 分起都有等级，最高一级够得着。 */
export const grades: Lint = ({ ruleSet }) => {
  const { grades: all = [], points, overrides = [] } = ruleSet
  const lowest = all.at(-1)
  const open =
    lowest && lowest.from > 0
      ? [
          finding({
            code: 'grades_gap',
            severity: 'error',
            path: ['grades', all.length - 1],
            message: `总分低于 ${lowest.from} 分时没有等级，请补上从 0 分起的一级。`,
            fix: all.some(({ name }) => name === '差')
              ? null
              : {
                  label: '补上“差”（0 分起）',
                  patch: [{ op: 'add', path: pointerOf(['grades', all.length]), value: { name: '差', from: 0 } }],
                },
          }),
        ]
      : []
  // bonuses may lift the total above its points, up to what each of them allows
  const most = overrides
    .filter(({ event }) => event.type === 'add')
    .reduce((limit, { event }) => Math.max(limit, event.params?.max ?? Infinity), points)
  const capped = new Set(overrides.map(({ event }) => event.params?.grade))
  const beyond = all.flatMap((grade, index) =>
    grade.from > most
      ? [
          finding({
            code: 'grades_unreachable',
            severity: 'error',
            path: ['grades', index, 'from'],
            message: `等级“${grade.name}”从 ${grade.from} 分起，总分最多 ${most} 分，谁也评不到，请改低或删去。`,
            fix:
              all.length > 1 && !capped.has(grade.name)
                ? {
                    label: `删去“${grade.name}”`,
                    patch: removing(ruleSet, [{ op: 'remove', path: pointerOf(['grades', index]) }]),
                  }
                : null,
          }),
        ]
      : [],
  )
  return [...open, ...beyond]
}
