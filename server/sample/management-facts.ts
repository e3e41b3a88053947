import type { FactInput, Row } from '../core/submission.ts'
import { round, type Random } from './random.ts'
import { SAMPLE_YEAR } from './sample.ts'

/** 管理效率: everything an office with a budget of so many 万元 says about how it is run. */
export function makeManagementFacts(random: Random, budget: number, care: number): Record<string, FactInput> {
  return {
    ...makeManagement(random, care),
    ...makeProcurement(random, budget, care),
    ...makeAssets(random, care),
    ...makeCosts(random, budget, care),
  }
}

/** Budgeting, disclosure and performance management. */
function makeManagement(random: Random, care: number): Record<string, FactInput> {
  const yes = likely(random, care)
  const newProjects = random.integer(0, 6)
  const none = { state: 'notApplicable', reason: '本年度没有新增入库项目。' } as const
  const findings = random.chance(0.45 - 0.35 * care) ? random.integer(1, 3) : 0
  return {
    newProjects: newProjects === 0 ? none : newProjects,
    assessedProjects: newProjects === 0 ? none : Math.max(0, newProjects - (yes(0.75) ? 0 : random.integer(1, 3))),
    financeFindings: random.some<string>(FINDINGS, findings).map((name, index) => ({
      id: `f${index + 1}`,
      name,
      rectified: random.chance(0.55),
    })),
    budgetDisclosedInTime: yes(0.9),
    budgetDisclosureComplete: yes(0.85),
    accountsDisclosedInTime: yes(0.85),
    accountsDisclosureComplete: yes(0.85),
    goalsDisclosed: yes(0.85),
    selfEvaluationDisclosed: yes(0.7),
    performanceRules: yes(0.9),
    performanceDuties: yes(0.75),
    indicatorLibrary: yes(0.6),
    reviewedLastYear: random.chance(0.4),
    rectificationReported: yes(0.85),
    reviewIssues: random.some<string>(ISSUES, random.integer(0, 3)).map((name, index) => ({
      id: `r${index + 1}`,
      name,
      rectified: yes(0.75),
    })),
    resultsApplied: yes(0.75),
    goalRating: random.number(66 + 26 * care, 88 + 12 * care, 1),
    monitoringRating: random.number(62 + 28 * care, 86 + 14 * care, 1),
    evaluationRating: random.number(58 + 30 * care, 84 + 16 * care, 1),
  }
}

const FINDINGS = [
  '公务卡使用不规范',
  '往来款长期挂账未清理',
  '报销凭证附件不齐全',
  '项目支出与公用经费混用',
  '结余资金未按规定上缴',
]

const ISSUES = [
  '部分绩效指标未量化',
  '自评佐证材料不完整',
  '项目支出进度偏慢',
  '满意度调查样本不足',
  '绩效目标与预算金额不匹配',
]

function makeProcurement(random: Random, budget: number, care: number): Record<string, FactInput> {
  const yes = likely(random, care)
  const intentions = random.integer(1, 12)
  const purchaseAmount = random.number(budget * 0.02, budget * 0.25, 2)
  const share = yes(0.8) ? random.number(0.3, 0.9, 3) : random.number(0.08, 0.3, 3)
  return {
    intentions,
    intentionsInTime: intentions - (yes(0.75) ? 0 : random.integer(1, Math.min(3, intentions))),
    purchaseRules: yes(0.92),
    purchaseViolations: yes(0.93) ? 0 : random.integer(1, 2),
    contracts: Array.from({ length: random.integer(1, 6) }, (_, index) => makeContract(random, index, yes)),
    purchaseAmount,
    smallBusinessAmount: round(purchaseAmount * share, 2),
  }
}

const CONTRACTS = ['物业管理服务', '信息系统运行维护', '办公设备', '法律顾问服务', '公务用车维修保养', '印刷服务']

function makeContract(random: Random, index: number, yes: (chance: number) => boolean): Row {
  const month = random.integer(1, 9)
  const day = random.integer(1, 28)
  const late = !yes(0.88)
  // in time: later that month, or before the award's day a month on; late: the same day two months on
  const signed = late
    ? date(month + 2, day)
    : day === 1 || random.chance(0.5)
      ? date(month, 28)
      : date(month + 1, random.integer(1, day - 1))
  const filingDays = yes(0.85) ? random.integer(1, 7) : random.integer(8, 25)
  return {
    id: `c${index + 1}`,
    name: `${CONTRACTS[index] ?? '服务'}合同`,
    awarded: date(month, day),
    signed,
    filingDays,
  }
}

const date = (month: number, day: number): string =>
  `${SAMPLE_YEAR}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

function makeAssets(random: Random, care: number): Record<string, FactInput> {
  const yes = likely(random, care)
  const assetsTotal = random.number(80, 9000, 2)
  const rate = yes(0.85) ? random.number(0.9, 1, 3) : random.number(0.55, 0.9, 3)
  return {
    officeWithinQuota: yes(0.95),
    equipmentWithinQuota: yes(0.9),
    assetIncomePaidInTime: random.chance(0.4)
      ? { state: 'notApplicable', reason: '本年度没有资产出租、处置收益。' }
      : yes(0.93),
    stocktake: yes(0.85),
    assetReportComplete: yes(0.9),
    assetReportAgrees: yes(0.8),
    assetFindings: yes(0.85) ? 0 : random.integer(1, 3),
    assetsTotal,
    assetsInUse: round(assetsTotal * rate, 2),
  }
}

const COSTS: readonly (readonly [name: string, typical: number, unit: string])[] = [
  ['能耗支出', 68, '元/平方米'],
  ['物业管理费', 110, '元/平方米'],
  ['行政支出', 2.4, '万元/人'],
  ['业务活动支出', 3.1, '万元/人'],
  ['外勤支出', 0.8, '万元/人'],
  ['公用经费', 4.2, '万元/人'],
]

function makeCosts(random: Random, budget: number, care: number): Record<string, FactInput> {
  const yes = likely(random, care)
  const level = yes(0.7) ? random.number(0.82, 0.97, 3) : random.number(1, 1.15, 3)
  const threePublicBudget = random.number(budget * 0.002, budget * 0.012, 2)
  return {
    unitCosts: COSTS.map(([name, typical, unit], index) => {
      const reference = random.number(typical * 0.9, typical * 1.1, 2)
      return {
        id: `u${index + 1}`,
        name,
        cost: round(reference * (level + random.number(-0.03, 0.03, 3)), 2),
        reference,
        unit,
      }
    }),
    threePublicBudget,
    threePublicSpent: round(
      threePublicBudget * (yes(0.92) ? random.number(0.4, 1, 3) : random.number(1.01, 1.3, 3)),
      2,
    ),
  }
}

/** A yes that comes with `chance` in an office of middling care, more often in a better one. */
const likely =
  (random: Random, care: number) =>
  (chance: number): boolean =>
    random.chance(1 - (1 - chance) * (2.4 - 2 * care))
