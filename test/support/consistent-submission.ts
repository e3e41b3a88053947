import { compileRuleSet } from '../../server/core/compile.ts'
import type { GradedNode } from '../../server/core/grading.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Row, Submission } from '../../server/core/submission.ts'
import { generateDistrict } from '../../server/sample/district.ts'
import { Random, round } from '../../server/sample/random.ts'

/**
 * Sample submissions made to agree with themselves: points that add up, self scores as graded, a reason with its amount
 * for every lost point, and a narrative that tells the same numbers in the many ways people write them.
 */
export function consistentSubmissions(
  ruleSets: { department: RuleSet; project: RuleSet },
  count: number,
  seed: number,
): Submission[] {
  const half = Math.ceil(count / 2)
  const graders = { department: compileRuleSet(ruleSets.department), project: compileRuleSet(ruleSets.project) }
  const district = generateDistrict({ seed, departments: half * 2, projects: half * 2 })
  const found: Submission[] = []
  const made = { department: 0, project: 0 }
  for (const [index, sample] of district.entries()) {
    const { subject } = sample
    if (made[subject] === (subject === 'project' ? half : count - half)) continue
    const random = new Random(seed, 77, index)
    const facts = subject === 'project' ? projectFacts(sample, random) : sample.facts
    const filled: Submission = { ...sample, facts: { ...facts, targets: explained(facts['targets'] as Row[]) } }
    const grading = graders[subject].grade(filled, { explain: false })
    if (grading.status !== 'final' || grading.points === grading.fullPoints) continue
    const scored = withScores(filled, grading.indicators)
    found.push({
      ...scored,
      printed: { fullPoints: 100, points: grading.points ?? 0, grade: grading.grade ?? '' },
      texts: narrative(scored, grading.indicators, grading.points ?? 0, random),
    })
    made[subject]++
  }
  if (found.length < count) throw new Error(`only ${found.length} of ${count}`)
  return found
}

function projectFacts({ facts }: Submission, random: Random): Submission['facts'] {
  const budget = facts['budget'] as number
  const spent = typeof facts['spent'] === 'number' && facts['spent'] < budget ? facts['spent'] : round(budget * 0.93, 2)
  const change = random.chance(0.6) ? random.number(-0.045, 0.045, 4) : random.number(0.06, 0.3, 4)
  const rows = (facts['targets'] as Row[]).map((row) => ({
    ...row,
    ...(row['actual'] === null && { actual: row['target'] ?? null }),
  }))
  return { ...facts, initialBudget: round(budget / (1 + change), 2), budget, spent, targets: shareOut(rows) }
}

/** Points in two decimals, evenly, the rest with the first of a block. */
function shareOut(rows: readonly Row[]): Row[] {
  const totals: Record<string, number> = { 产出指标: 50, 效益指标: 30, 满意度指标: 10 }
  return rows.map((row) => {
    const block = rows.filter((other) => other['group'] === row['group'])
    const total = totals[String(row['group'])] ?? 0
    const each = Math.floor((total * 100) / block.length) / 100
    const first = round(total - each * (block.length - 1), 2)
    return { ...row, points: block[0] === row ? first : each }
  })
}

/** What runs far ahead of its target says why. */
function explained(rows: readonly Row[]): Row[] {
  return rows.map((row) => {
    const [target, actual] = [Number(row['target']), Number(row['actual'])]
    const far = row['direction'] === '>=' && actual > target * 1.3
    const { reason: _, ...rest } = row
    return far ? { ...rest, reason: '年度中增加了工作任务。' } : rest
  })
}

/** Every node's score as graded, each lost point with its reason. */
function withScores(submission: Submission, nodes: readonly GradedNode[]): Submission {
  const selfScores: NonNullable<Submission['selfScores']> = {}
  const visit = (node: GradedNode): void => {
    if (node.awarded === null) return
    const { awarded } = node
    const lost = round(node.points - awarded, 3)
    const reason = node.children.length === 0 && lost > 0 ? `没有达到评分标准，扣 ${lost} 分。` : undefined
    selfScores[node.id] = reason === undefined ? { points: awarded } : { points: awarded, reason }
    node.children.forEach(visit)
  }
  nodes.forEach(visit)
  return { ...submission, selfScores }
}

const CALLS: readonly (readonly [name: RegExp, call: string])[] = [
  [/街道办事处$/u, '我街'],
  [/镇人民政府$/u, '我镇'],
  [/局$/u, '我局'],
  [/办公室$/u, '我办'],
  [/委$|委员会$/u, '我委'],
]
/** How a unit calls itself; 我单位 where its kind has no short word. */
export function callOf({ subject, name }: Submission): string {
  const unit = subject === 'project' ? (/（(?<unit>[^（）]+)）$/u.exec(name)?.groups?.['unit'] ?? '') : name
  return CALLS.find(([kind]) => kind.test(unit))?.[1] ?? '我单位'
}

function narrative(
  submission: Submission,
  nodes: readonly GradedNode[],
  total: number,
  random: Random,
): Record<string, string> {
  const scores = nodes.map(({ label, awarded }) =>
    `${label}${random.chance(0.3) ? '指标' : ''} ${awarded} 分`.replace('指标指标', '指标'),
  )
  const project = submission.subject === 'project'
  const us = callOf(submission)
  return {
    自评结论: `${submission.year} 年度${project ? '本项目' : us}自评得分 ${total} 分，其中：${scores.join('，')}。`,
    资金: money(submission, random),
    完成情况: work(random, us),
    改进措施: '下一步将细化“1+11+N”工作机制，落实“五个一”要求，推进第 3 批示范点建设。',
  }
}

function money({ facts, subject, year }: Submission, random: Random): string {
  const [initial, adjusted, spent] = [
    'initialBudget',
    subject === 'project' ? 'budget' : 'adjustedBudget',
    'spent',
  ].map((id) => Number(facts[id])) as [number, number, number]
  const name = subject === 'project' ? '全年预算数' : '调整后预算数'
  const done = subject === 'project' ? '执行数' : '支出数'
  const rate = subject === 'project' ? '预算执行率' : '支出率'
  const link = random.pick(['为', '', '是', '达'])
  const change = (adjusted - initial) / initial
  const why =
    Math.abs(change) > 0.05 ? `预算${change < 0 ? '调减' : '追加'}，主要原因是根据上级统一要求调整了工作任务。` : ''
  const part = round(adjusted * random.number(0.3, 0.6, 2), 2)
  return [
    `${year} 年度年初预算数 ${amount(initial, random)}，${name}${link} ${amount(adjusted, random)}，${done}${link} ${amount(spent, random)}，${rate} ${percent(spent, adjusted, random)}。`,
    why,
    `资金来源 ${adjusted} 万元，其中：财政拨款 ${part} 万元、其他资金 ${round(adjusted - part, 2)} 万元。`,
    `${year - 1} 年度${done} ${round(spent * 0.8, 2)} 万元，今年支出增长约 ${random.integer(5, 30)}%。`,
  ].join('')
}

function work(random: Random, us: string): string {
  const [received, parts] = [random.integer(120, 900), [1, 2, 3].map(() => random.integer(3, 40))]
  const settled = random.integer(Math.floor(received * 0.8), received)
  const [verb, did] = random.pick([
    ['办结', '受理群众诉求'],
    ['化解', '排查矛盾纠纷'],
    ['整改', '发现安全隐患'],
  ])
  const unit = random.pick(['件', '宗', '处'])
  const whole = parts.reduce((a, b) => a + b, 0)
  const [a = 0, b = 0, c = 0] = parts
  const listing = random.pick([
    `全区 ${whole} 个村中，已经完成改造的 ${a} 个，正在改造的 ${b} 个，尚未启动的 ${c} 个`,
    `共建成站点 ${whole} 个，其中甲类 ${a} 个、乙类 ${b} 个、丙类 ${c} 个`,
    `新增设施 ${whole} 个（其中：东片 ${a} 个，西片 ${b} 个，南片 ${c} 个）`,
  ])
  return [
    `${us}全年${did} ${received} ${unit}，${verb} ${settled} ${unit}，${verb}率${random.pick(['', '为', '达'])} ${percent(settled, received, random)}。`,
    `${listing}。`,
    `合计开展培训 ${a}+${b}=${a + b} 场次，参加约 ${random.integer(2, 9)}00 人次，占比超过 ${random.integer(50, 90)}%。`,
  ].join('')
}

/** 2,936.68 万元, 2936.68万元, ２９３６．６８万元, 29,366,800 元. */
function amount(value: number, random: Random): string {
  const text = String(value)
  const [whole = '', rest] = text.split('.')
  const withCommas = whole.replace(/\B(?=(?:\d{3})+(?!\d))/gu, ',') + (rest === undefined ? '' : `.${rest}`)
  return random.pick([
    `${withCommas} 万元`,
    `${text}万元`,
    `${text.replace(/[\d.]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))}万元`,
    `${String(Math.round(value * 10_000)).replace(/\B(?=(?:\d{3})+(?!\d))/gu, ',')} 元`,
  ])
}

function percent(part: number, whole: number, random: Random): string {
  return `${round((part / whole) * 100, random.integer(1, 2))}%`
}
