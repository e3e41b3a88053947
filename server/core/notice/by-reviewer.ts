import type { Criterion, FactDefinition } from '../rule-set.ts'

/** How an indicator is scored whose criterion is text: a reviewer gives a share, from nothing to all. */
export interface ByReviewer {
  readonly facts: readonly FactDefinition[]
  readonly scoring: Criterion
}

export const BY_REVIEWER = '暂由评审按比例给分，请改写成规则。'

export function byReviewer(prefix: string, label: string): ByReviewer {
  const name = '评定'
  const [level, share] = [`${prefix}a`, `${prefix}b`]
  return {
    facts: [
      { id: level, label: `${label}（评定）`, type: 'choice', options: [name], by: 'reviewer' },
      {
        id: share,
        label: `${label}（得分率）`,
        type: 'number',
        display: 'percent',
        decimals: 4,
        min: 0,
        max: 1,
        by: 'reviewer',
      },
    ],
    scoring: { method: 'level', level, share, levels: [{ name, from: 0, to: 1 }] },
  }
}
