import type { FactInput, Row } from '../core/submission.ts'
import { makeOwnIndicators } from './own-indicators.ts'
import type { Office } from './places.ts'
import { round, type Random } from './random.ts'
import { THEMES } from './themes.ts'

type PerformanceFacts = Record<string, FactInput> & { adjustedBudget: number }

/** 履职效能: own indicators, budget, special funds. */
export function makePerformance(random: Random, office: Office, care: number): PerformanceFacts {
  const outputs = makeOwnIndicators(random, office.theme, '产出指标', random.integer(2, 4), care)
  const benefits = makeOwnIndicators(random, office.theme, '效益指标', random.integer(1, 4), care)
  const initialBudget = random.number(300, random.chance(0.2) ? 60000 : 6000, 2)
  const change = random.chance(0.15) ? random.number(0.1, 0.4, 4) : random.number(0, 0.09, 4)
  const adjustedBudget = round(initialBudget * (random.chance(0.6) ? 1 - change : 1 + change), 2)
  return {
    targets: [...number(outputs, 'o'), ...number(benefits, 'b')],
    initialBudget,
    adjustedBudget,
    spent: round(adjustedBudget * executionRate(random, care), 2),
    ...makeSpecialFunds(random, office, adjustedBudget, care),
  }
}

const number = (rows: readonly Row[], letter: string): Row[] =>
  rows.map((row, index) => ({ id: `${letter}${index + 1}`, ...row }))

/** Mostly 92 % to all of it; some far below. */
export function executionRate(random: Random, care: number): number {
  if (random.chance(0.25)) return 1
  return random.chance(0.45 - 0.42 * care) ? random.number(0.3, 0.8, 4) : random.number(0.82 + 0.12 * care, 1, 4)
}

function makeSpecialFunds(random: Random, office: Office, whole: number, care: number): Record<string, FactInput> {
  if (random.chance(0.25))
    return {
      hasSpecialFunds: false,
      specialProjects: { state: 'notApplicable', reason: '本年度没有专项资金。' },
    }
  const names = random.some<string>(THEMES[office.theme].projects, random.integer(1, 4))
  // special funds are a part of the whole budget
  const most = (whole * 0.4) / names.length
  const projects = names.map((name, index): Row => {
    const budget = random.number(most * 0.1, most, 2)
    const score = random.chance(0.4 * care) ? 100 : random.number(58 + 34 * care, 88 + 12 * care, 2)
    return { id: `p${index + 1}`, name, budget, spent: round(budget * executionRate(random, care), 2), score }
  })
  return { hasSpecialFunds: true, specialProjects: projects }
}
