import type { Issue } from '../issue.ts'
import { OUTCOME_WORDS } from './coverage.ts'
import type { Standing } from './standing.ts'

/** How many cases or rules are named. */
const NAMED = 3

/**
 * What keeps a rule set from being handed in and published: a case that comes to something else which nobody took for
 * right, and a rule that no case tries both ways and nobody gave a reason for.
 */
export function holdUps({ cases, untested }: Standing): Issue[] {
  return [...changedIssues(cases.filter(({ ok }) => !ok)), ...(untested.length === 0 ? [] : [untestedIssue(untested)])]
}

function changedIssues(changed: Standing['cases']): Issue[] {
  const ask = '请改回规则，或确认“改为新的结果”。'
  if (changed.length > NAMED) {
    const names = changed.slice(0, NAMED).map(({ name }) => `“${name}”`)
    const message = `用例${names.join('、')}等 ${changed.length} 个的结果变了，${ask}`
    return [{ path: 'cases', code: 'case_changed', message }]
  }
  return changed.map(({ name, differences: [first] }) => ({
    path: `cases.${name}`,
    code: 'case_changed',
    message: `用例“${name}”的结果变了：${first?.message ?? ''}${ask}`,
  }))
}

function untestedIssue(untested: Standing['untested']): Issue {
  const named = untested
    .slice(0, NAMED)
    .map(({ label, outcome, text }) => `“${label}”的“${text}”没有${OUTCOME_WORDS[outcome]}过`)
  const more = untested.length > NAMED ? `……共 ${untested.length} 处` : ''
  return {
    path: 'cases',
    code: 'rule_untested',
    message: `有规则没有用例试到：${named.join('；')}${more}。请钉住能试到它的填报，或写明为什么没有。`,
  }
}

/** What was taken for right or explained, in sentences, for whoever approves and for the journal. */
export function gateNotes({ cases, reasons }: Standing): string[] {
  return [
    ...cases.flatMap(({ name, acknowledged }) =>
      acknowledged.map(({ by, changes }) => `${by} 把用例“${name}”改为新的结果：${changes.join('；')}`),
    ),
    ...reasons.map(
      ({ reason, stated, rules }) => `${rules.length} 处规则没有用例：${reason}${stated ? `（${stated.by}）` : ''}`,
    ),
  ]
}
