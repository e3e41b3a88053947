import type { Row, Submission } from '../core/submission.ts'
import { executionRate } from './performance-facts.ts'
import { makeOwnIndicators } from './own-indicators.ts'
import { officeAt } from './places.ts'
import { howWell, Random, round } from './random.ts'
import { sampleId, SAMPLE_MARK, SAMPLE_NOTE, SAMPLE_YEAR } from './sample.ts'
import { THEMES } from './themes.ts'

const PROJECT_STREAM = 2

/** One made-up project for `mof-project`; `index` from 0. It belongs to one of the first `departments` offices. */
export function makeProject(seed: number, index: number, departments: number): Submission {
  const random = new Random(seed, PROJECT_STREAM, index)
  const owner = random.integer(0, Math.max(1, departments) - 1)
  const office = officeAt(owner)
  const care = howWell(random)
  const budget = random.number(8, 900, 2)
  const spent: Submission['facts'][string] = random.chance(0.04)
    ? { state: 'pending', reason: '待国库核对执行数。' }
    : round(budget * executionRate(random, care), 2)
  return {
    format: 'hengping/submission@1',
    id: sampleId('project', index),
    name: `${random.pick(THEMES[office.theme].projects)}（${office.name}）`,
    unit: sampleId('unit', owner),
    subject: 'project',
    region: `示例市${office.district}`,
    year: SAMPLE_YEAR,
    mark: SAMPLE_MARK,
    ruleSet: 'mof-project',
    facts: { budget, spent, targets: makeTargets(random, office.theme, care) },
    selfScores: {
      execution: { points: 10 },
      output: { points: 50 },
      benefit: { points: 30 },
      satisfaction: { points: 10 },
    },
    notes: [SAMPLE_NOTE],
  }
}

function makeTargets(random: Random, theme: keyof typeof THEMES, care: number): Row[] {
  const outputs = makeOwnIndicators(random, theme, '产出指标', random.integer(2, 5), care)
  const benefits = makeOwnIndicators(random, theme, '效益指标', random.integer(1, 3), care)
  // one in forty gives its outputs 60 points where the form says 50, as published tables do
  const outputPoints = random.chance(0.025) ? 60 : 50
  return [
    ...withPoints(random, outputs, outputPoints, 'o'),
    ...withPoints(random, benefits, 30, 'b'),
    ...withPoints(random, [makeSatisfaction(random, care)], 10, 's'),
  ]
}

function makeSatisfaction(random: Random, care: number): Row {
  const target = random.pick([80, 85, 90, 95])
  const reached = random.chance(0.5 + 0.48 * care)
  const actual = reached ? random.number(target, 100, 2) : random.number(target - 15, target - 0.5, 2)
  const shared = { group: '满意度指标', level2: '服务对象满意度指标', kind: '定量', direction: '>=', unit: '%' }
  const survey = random.chance(0.05) ? null : actual
  return { name: '服务对象满意度', ...shared, target, actual: survey }
}

/** Shares points among rows in fives, as people do: each at least five. */
function withPoints(random: Random, rows: readonly Row[], total: number, letter: string): Row[] {
  const points = rows.map(() => 5)
  for (let left = total - 5 * rows.length; left > 0; left -= 5) {
    const index = random.integer(0, rows.length - 1)
    points[index] = (points[index] ?? 0) + 5
  }
  return rows.map((row, index) => ({ id: `${letter}${index + 1}`, ...row, points: points[index] ?? 0 }))
}
