import type { FactInput, Submission } from '../core/submission.ts'
import { makeManagementFacts } from './management-facts.ts'
import { makePerformance } from './performance-facts.ts'
import { officeAt } from './places.ts'
import { howWell, Random } from './random.ts'
import { sampleId, SAMPLE_MARK, SAMPLE_NOTE, SAMPLE_YEAR } from './sample.ts'

const DEPARTMENT_STREAM = 1

/** One made-up department for `guangdong-department`; `index` from 0. The same seed and index give the same department. */
export function makeDepartment(seed: number, index: number): Submission {
  const random = new Random(seed, DEPARTMENT_STREAM, index)
  const office = officeAt(index)
  const care = howWell(random)
  const performance = makePerformance(random, office, care)
  const facts = { ...performance, ...makeManagementFacts(random, performance.adjustedBudget, care) }
  leaveOpen(random, facts)
  const claimsAll = random.chance(0.9)
  return {
    format: 'hengping/submission@1',
    id: sampleId('dept', index),
    name: office.name,
    unit: sampleId('unit', index),
    subject: 'department',
    region: `示例市${office.district}`,
    year: SAMPLE_YEAR,
    mark: SAMPLE_MARK,
    ruleSet: 'guangdong-department',
    facts,
    selfScores: {
      performance: { points: 50 },
      management: claimsAll
        ? { points: 50 }
        : { points: random.integer(47, 49), reason: '绩效管理工作有待进一步加强。' },
    },
    notes: [SAMPLE_NOTE],
  }
}

/** One in fourteen has not filled something in; one in twenty still waits for the bureau's ratings. */
function leaveOpen(random: Random, facts: Record<string, FactInput>): void {
  if (random.chance(0.07)) {
    const blanks = [
      'assetsInUse',
      'threePublicSpent',
      'smallBusinessAmount',
      'stocktake',
      'indicatorLibrary',
      'unitCosts',
    ]
    for (const id of random.some(blanks, random.integer(1, 2))) facts[id] = null
  }
  if (random.chance(0.05))
    for (const id of ['monitoringRating', 'evaluationRating'])
      facts[id] = { state: 'pending', reason: '待财政部门评分。' }
}
