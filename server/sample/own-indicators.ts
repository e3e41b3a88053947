import type { Row } from '../core/submission.ts'
import type { Random } from './random.ts'
import { round } from './random.ts'
import type { IndicatorTemplate } from './themes.ts'
import { COMMON, THEMES, type ThemeName } from './themes.ts'

/** Reasons as departments give them: seldom exact, often none. */
const REASONS = [
  '受客观因素影响，实际完成情况与年初目标略有偏差。',
  '年初指标值设置偏高，下一年度将合理设置绩效目标。',
  '部分工作跨年度实施，将于下一年度继续推进。',
  '',
  '',
]
const LEVELS = [
  { name: '达成预期指标', low: 80, high: 100 },
  { name: '部分达成预期指标并具有一定效果', low: 60, high: 79 },
  { name: '未达成预期指标且效果较差', low: 30, high: 59 },
] as const
const QUALITATIVE = ['工作机制健全程度', '社会影响力提升情况', '可持续发展能力', '服务保障能力提升情况']

/**
 * Rows of own indicators of one group, most of them reached.
 * @param care from 0 to 1: how well the office works; the better, the fewer targets missed.
 */
export function makeOwnIndicators(
  random: Random,
  theme: ThemeName,
  group: IndicatorTemplate['group'],
  count: number,
  care: number,
): Row[] {
  const templates = [...THEMES[theme].indicators, ...COMMON].filter((template) => template.group === group)
  const rows = random.some<IndicatorTemplate>(templates, count).map((template) => quantitative(random, template, care))
  if (group === '效益指标' && random.chance(0.3)) rows[rows.length - 1] = qualitative(random, care)
  return rows
}

function quantitative(random: Random, template: IndicatorTemplate, care: number): Row {
  const { name, group, level2, direction, unit } = template
  const target = unit === '%' ? template.target : vary(random, template.target)
  const missed = random.chance(0.68 - 0.58 * care)
  const actual = missed ? missing(random, template, target) : reaching(random, template, target)
  const reason = missed ? random.pick(REASONS) : ''
  return { name, group, level2, kind: '定量', direction, target, unit, actual, ...(reason && { reason }) }
}

function qualitative(random: Random, care: number): Row {
  const level = LEVELS[random.chance(0.35 + 0.6 * care) ? 0 : random.chance(0.85) ? 1 : 2]
  const share = round(random.integer(level.low, level.high) / 100, 2)
  return {
    name: random.pick(QUALITATIVE),
    group: '效益指标',
    level2: '可持续影响指标',
    kind: '定性',
    level: level.name,
    share,
  }
}

/** A target some way off the typical one, as round as people set it. */
function vary(random: Random, typical: number): number {
  if (typical < 50) return Math.max(1, Math.round(typical * (0.7 + 0.6 * random.next())))
  const step = typical >= 1000 ? 100 : 10
  return Math.max(step, Math.round((typical * (0.6 + 0.8 * random.next())) / step) * step)
}

function reaching(random: Random, { direction, unit }: IndicatorTemplate, target: number): number {
  if (direction === '<=') return random.chance(0.5) ? target : Math.floor(target * random.number(0.6, 1, 2))
  if (unit === '%') return Math.min(100, round(target + random.next() * (100 - target) * 0.6, 2))
  return random.chance(0.4) ? target : Math.ceil(target * random.number(1, 1.3, 2))
}

function missing(random: Random, { direction, unit }: IndicatorTemplate, target: number): number {
  const off = random.chance(0.8) ? random.number(0.03, 0.2, 3) : random.number(0.25, 0.7, 3)
  if (direction === '<=') return Math.max(target + 1, Math.round(target * (1 + off)))
  return unit === '%' ? round(target * (1 - off), 2) : Math.min(target - 1, Math.floor(target * (1 - off)))
}
