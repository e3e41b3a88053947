import type { Grading } from '../../server/core/grading.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'

/** The smallest things a store keeps. */

export function exampleRuleSet(change: Partial<RuleSet> = {}): RuleSet {
  return {
    format: 'hengping/rule-set@1',
    id: 'example',
    title: '示例指标体系',
    subject: 'department',
    region: '全国',
    points: 10,
    decimals: 2,
    effective: { from: '2024-01-01' },
    facts: [{ id: 'rate', label: '预算执行率', type: 'number' }],
    indicators: [{ id: 'execution', label: '预算执行率', points: 10, scoring: { method: 'ratio', value: 'rate' } }],
    ...change,
  }
}

export function exampleSubmission(change: Partial<Submission> = {}): Submission {
  return { id: 'unit-1', name: '示例单位', subject: 'department', year: 2024, facts: { rate: 0.9 }, ...change }
}

export function exampleGrading(submission: string, ruleSet: string, points = 9): Grading {
  const [id = '', effective = ''] = ruleSet.split('@')
  return {
    format: 'hengping/grading@1',
    status: 'final',
    ruleSet: { id, effective, hash: 'sha256:aa' },
    submission: { id: submission, name: '示例单位', hash: 'sha256:bb' },
    engine: { version: '0.1.0', hash: 'sha256:cc' },
    cohort: null,
    inputs: [],
    judgedBy: 'compiled',
    confirmedBy: null,
    points,
    fullPoints: 10,
    grade: null,
    range: null,
    indicators: [],
    overrides: [],
    checks: [],
  }
}
