import type { CheckCode } from '../../server/core/checks/claim.ts'
import type { Row, Submission } from '../../server/core/submission.ts'
import { round, type Random } from '../../server/sample/random.ts'
import { callOf } from './consistent-submission.ts'

/** A consistent submission with one thing put wrong, and where that is to be seen. */
export interface Planted {
  readonly submission: Submission
  readonly path: string
}
/** Puts one fault into a submission; null where it has no place for it. */
export type Plant = (submission: Submission, random: Random) => Planted | null

const rowsOf = ({ facts }: Submission): Row[] => facts['targets'] as Row[]
const isProject = ({ subject }: Submission): boolean => subject === 'project'
const BLOCKS: Record<string, string> = { 产出指标: 'output', 效益指标: 'benefit', 满意度指标: 'satisfaction' }
const DEPARTMENT_BLOCKS: Record<string, string> = { 产出指标: 'outputTargets', 效益指标: 'benefitTargets' }

/** The self score a row has. */
const scoreId = (submission: Submission, row: Row): string =>
  `${(isProject(submission) ? BLOCKS : DEPARTMENT_BLOCKS)[String(row['group'])]}/${String(row['id'])}`

function withRow(submission: Submission, index: number, change: Row): Submission {
  const targets = rowsOf(submission).map((row, at) => (at === index ? { ...row, ...change } : row))
  return { ...submission, facts: { ...submission.facts, targets } }
}
const withFacts = (submission: Submission, change: Submission['facts']): Submission => ({
  ...submission,
  facts: { ...submission.facts, ...change },
})
const withScore = (submission: Submission, id: string, score: { points: number; reason?: string }): Submission => ({
  ...submission,
  selfScores: { ...submission.selfScores, [id]: score },
})
const withText = (submission: Submission, name: string, text: string): Submission => ({
  ...submission,
  texts: { ...submission.texts, [name]: text },
})

/** The index of one of the rows that fit. */
function someRow(submission: Submission, random: Random, fits: (row: Row) => boolean): number | null {
  const places = rowsOf(submission).flatMap((row, index) => (fits(row) ? [index] : []))
  return places.length === 0 ? null : random.pick(places)
}

/** Rewrites the first match in a text; null when there is none. */
function rewrite(
  submission: Submission,
  name: string,
  pattern: RegExp,
  write: (...parts: string[]) => string,
): Planted | null {
  const text = submission.texts?.[name] ?? ''
  const written = text.replace(pattern, (...parts: unknown[]) => write(...parts.map(String)))
  return written === text ? null : { submission: withText(submission, name, written), path: `texts.${name}` }
}

const scored = ({ selfScores = {} }: Submission, id: string): { points: number; reason?: string } => {
  const { points = 0, reason } = selfScores[id] ?? {}
  return reason === undefined ? { points } : { points, reason }
}
const reaches = (row: Row): boolean => {
  const [actual, target] = [Number(row['actual']), Number(row['target'])]
  return row['direction'] === '<=' ? actual <= target : actual >= target
}
const isMeasured = (row: Row): boolean => row['kind'] === '定量' && typeof row['actual'] === 'number'
const points = (row: Row): number => Number(row['points'])
/** 支出率 of the initial budget is no wrong rate. */
const isRateOfInitial = ({ facts }: Submission, rate: number): boolean =>
  Math.abs((Number(facts['spent']) / Number(facts['initialBudget'])) * 100 - rate) < 1
/** Whether nothing was rescaled: the first level makes the total. */
const addsUp = (submission: Submission): boolean => {
  const first = isProject(submission)
    ? ['execution', 'output', 'benefit', 'satisfaction']
    : ['performance', 'management']
  return (
    round(
      first.reduce((sum, id) => sum + scored(submission, id).points, 0),
      2,
    ) === submission.printed?.points
  )
}
/** Lowest nodes that lost points. */
const lossesOf = ({ selfScores = {} }: Submission): string[] =>
  Object.entries(selfScores).flatMap(([id, { reason }]) => (reason === undefined ? [] : [id]))

type Names = readonly (readonly [label: string, variants: readonly string[]])[]
const PROJECT_NAMES: Names = [
  ['产出指标', ['产生指标', '产量指标', '支出指标']],
  ['效益指标', ['效果指标', '效率指标', '收益指标']],
]
const DEPARTMENT_NAMES: Names = [
  ['管理效率', ['管理效能', '管理效益', '管理效果']],
  ['履职效能', ['履职效率', '履行效能', '履职效果']],
]

export const PLANTS: Record<CheckCode, Plant> = {
  C01: (submission, random) => {
    if (!isProject(submission)) return null
    const index = random.integer(0, rowsOf(submission).length - 1)
    const more = random.pick([0.01, 0.5, 1, 5, 10, 20])
    const change = { points: round(points(rowsOf(submission)[index] as Row) + more, 2) }
    return { submission: withRow(submission, index, change), path: 'facts.targets' }
  },
  C02: (submission, random) => {
    if (!isProject(submission)) return null
    const [from, to] = [0, rowsOf(submission).findIndex((row) => row['group'] === '效益指标')]
    const move = random.pick([0.5, 1, 2, 5])
    const [a, b] = [rowsOf(submission)[from] as Row, rowsOf(submission)[to] as Row]
    const moved = withRow(submission, from, { points: round(points(a) - move, 2) })
    return { submission: withRow(moved, to, { points: round(points(b) + move, 2) }), path: 'facts.targets' }
  },
  C03: (submission, random) => {
    const off = random.pick([0.01, 0.1, 1, 4])
    const id = isProject(submission) ? 'output' : 'overall'
    if (random.chance(0.5)) {
      const score = { points: round(scored(submission, id).points - off, 2) }
      return { submission: withScore(submission, id, score), path: `selfScores.${id}.points` }
    }
    if (!addsUp(submission)) return null
    const printed = { ...submission.printed, points: round((submission.printed?.points ?? 0) - off, 2) }
    return { submission: { ...submission, printed }, path: 'printed.points' }
  },
  C04: (submission, random) => {
    const off = random.pick([-7, -2, -1, 1, 3])
    const [name, pattern] = random.pick([
      ['完成情况', /((?:办结|化解|整改)率[为达]?\s*)([\d.]+)%/u],
      ['资金', /((?:支出率|预算执行率)\s*)([\d.]+)%/u],
    ] as const)
    return rewrite(submission, name, pattern, (_, before = '', rate) => {
      const wrong = round(Number(rate) + off, 2)
      return isRateOfInitial(submission, wrong) ? `${before}${String(rate)}%` : `${before}${wrong}%`
    })
  },
  C05: (submission, random) => {
    const index = someRow(submission, random, (row) => isMeasured(row) && !reaches(row) && row['points'] !== undefined)
    if (index === null) return null
    const row = rowsOf(submission)[index] as Row
    const id = scoreId(submission, row)
    return { submission: withScore(submission, id, { points: points(row) }), path: `selfScores.${id}` }
  },
  C06: (submission, random) => {
    const losses = lossesOf(submission).filter((id) => isProject(submission) || !id.includes('/'))
    if (losses.length === 0) return null
    const id = random.pick(losses)
    const without = withScore(submission, id, {
      points: scored(submission, id).points,
      ...(random.chance(0.5) && { reason: ' ' }),
    })
    const targets = rowsOf(submission).map((row) => ({ ...row, reason: null }))
    return { submission: withFacts(without, { targets }), path: `selfScores.${id}` }
  },
  C07: (submission, random) => {
    const index = someRow(
      submission,
      random,
      (row) => isMeasured(row) && reaches(row) && points(row) > 2 && !row['reason'],
    )
    if (index === null) return null
    const row = rowsOf(submission)[index] as Row
    const id = scoreId(submission, row)
    const lost = random.pick([0.5, 1, 2])
    const score = { points: round(points(row) - lost, 2), reason: `留有余地，扣 ${lost} 分。` }
    return { submission: withScore(submission, id, score), path: `selfScores.${id}` }
  },
  C08: (submission, random) => {
    const index = someRow(
      submission,
      random,
      (row) => isMeasured(row) && scored(submission, scoreId(submission, row)).points > 0,
    )
    if (index === null) return null
    const actual = random.pick([null, { state: 'missing' as const }, ''])
    return { submission: withRow(submission, index, { actual }), path: `facts.targets[${index}].actual` }
  },
  C09: (submission, random) => {
    const index = someRow(submission, random, isMeasured)
    if (index === null) return null
    const { target, unit } = rowsOf(submission)[index] as Row
    const actual = random.pick([
      `≥${String(target)}${String(unit)}`,
      `≥ ${String(target)}`,
      `${String(target)}${String(unit)}以上`,
      `不低于${String(target)}${String(unit)}`,
      `≤${String(target)}`,
    ])
    return { submission: withRow(submission, index, { actual }), path: `facts.targets[${index}].actual` }
  },
  C10: (submission, random) => {
    const id = isProject(submission) ? 'budget' : 'adjustedBudget'
    const spent = round(Number(submission.facts[id]) + random.pick([0.01, 1, 50]), 2)
    return { submission: withFacts(submission, { spent }), path: 'facts.spent' }
  },
  C11: (submission, random) => {
    const other = (_: string, before = '', number = '', after = ''): string =>
      `${before}${round(Number(number) + random.pick([-3, -1, 1, 2]), 2)}${after}`
    return random.pick([
      () => rewrite(submission, '自评结论', /(自评得分 )([\d.]+)( 分)/u, other),
      () => rewrite(submission, '自评结论', /((?:履职效能|预算执行率)(?:指标)? )([\d.]+)( 分)/u, other),
      () => rewrite(submission, '资金', /(年度年初预算数 )([\d.]+)(万元)/u, other),
      () => rewrite(submission, '资金', /((?:全年预算数|调整后预算数)[为是达]? )([\d.]+)(万元)/u, other),
      () => rewrite(submission, '资金', /([，](?:执行数|支出数)[为是达]? )([\d.]+)(万元)/u, other),
    ])()
  },
  C12: (submission, random) => {
    const index = someRow(submission, random, isMeasured)
    if (index === null) return null
    const row = rowsOf(submission)[index] as Row
    const share = row['unit'] === '%' && row['direction'] === '>=' && reaches(row)
    const actual =
      share && random.chance(0.5)
        ? round(Number(row['actual']) / 100, 4)
        : random.pick(['完成', '已按要求完成', '达标', '35万元'])
    return { submission: withRow(submission, index, { actual }), path: `facts.targets[${index}].actual` }
  },
  C13: (submission, random) => {
    const index = someRow(submission, random, (row) => row['group'] === '产出指标')
    if (index === null) return null
    const [name, level2] = random.pick([
      ['服务企业满意度', '质量指标'],
      ['资金支付比例', '数量指标'],
      ['工程验收合格率', '数量指标'],
      ['资金拨付及时率', '质量指标'],
      ['受训人数', '时效指标'],
      ['环境改善情况', '生态效益指标'],
    ] as const)
    return { submission: withRow(submission, index, { name, level2 }), path: `facts.targets[${index}].level2` }
  },
  C14: (submission, random) => {
    const index = someRow(submission, random, isMeasured)
    if (index === null) return null
    const [name, direction] = random.pick([
      ['单位面积建设成本', '>='],
      ['会议费用', '='],
      ['有责投诉件数', '>='],
      ['交通事故发生率', '>='],
      ['群众满意度', '<='],
      ['产品抽检合格率', '<='],
      ['任务完成率', '<='],
    ] as const)
    return { submission: withRow(submission, index, { name, direction }), path: `facts.targets[${index}].direction` }
  },
  C15: (submission, random) => {
    if (!isProject(submission)) return null
    const block = rowsOf(submission).flatMap((row, index) => (row['group'] === '产出指标' ? [index] : []))
    if (random.chance(0.3)) {
      const targets = rowsOf(submission).filter((row) => row['group'] !== '满意度指标')
      return { submission: withFacts(submission, { targets }), path: 'facts.targets' }
    }
    const heavy = random.pick(block)
    const most = random.integer(26, 49)
    let changed = withRow(submission, heavy, { points: most })
    for (const index of block)
      if (index !== heavy) changed = withRow(changed, index, { points: round((50 - most) / (block.length - 1), 2) })
    return { submission: changed, path: `facts.targets[${heavy}].points` }
  },
  C16: (submission, random) => {
    const index = someRow(submission, random, (row) => isMeasured(row) && row['direction'] === '>=' && reaches(row))
    if (index === null) return null
    const row = rowsOf(submission)[index] as Row
    const actual = round(Number(row['target']) * random.pick([1.31, 1.6, 2, 4]), 2)
    const far = withRow(submission, index, { actual, reason: null })
    const id = scoreId(submission, row)
    const { [id]: _, ...selfScores } = far.selfScores ?? {}
    return {
      submission: { ...far, selfScores: { ...selfScores, [id]: { points: scored(far, id).points } } },
      path: `facts.targets[${index}].actual`,
    }
  },
  C17: (submission, random) => {
    const rows = rowsOf(submission)
    const index = someRow(submission, random, isMeasured)
    if (index === null || rows.length < 2) return null
    const row = rows[index] as Row
    if (random.chance(0.3))
      return {
        submission: withRow(submission, index, { name: random.pick(['预算执行率', '资金支出率', '预算完成率']) }),
        path: `facts.targets[${index}]`,
      }
    const other = (index + 1) % rows.length
    const { name, target, actual, unit, direction } = row
    const same = random.pick([`${String(name)}`, `全年${String(name)}`, `${String(name)}情况`])
    const twice = withRow(submission, other, {
      kind: '定量',
      level: null,
      share: null,
      name: same,
      target: target ?? null,
      actual: actual ?? null,
      unit: unit ?? null,
      direction: direction ?? null,
    })
    return { submission: twice, path: `facts.targets[${Math.max(index, other)}]` }
  },
  C18: (submission, random) => {
    const index = someRow(submission, random, isMeasured)
    const spent = Number(submission.facts['spent'])
    const budget = Number(submission.facts[isProject(submission) ? 'budget' : 'adjustedBudget'])
    if (index === null || spent >= budget) return null
    const change = { name: '结转结余率', unit: '%', direction: '<=', target: random.integer(1, 5), actual: 0 }
    return { submission: withRow(submission, index, change), path: `facts.targets[${index}].actual` }
  },
  C19: (submission, random) => {
    const id = isProject(submission) ? 'budget' : 'adjustedBudget'
    const change = random.pick([0.051, 0.0527, 0.12, 0.6]) * (random.chance(0.5) ? 1 : -1)
    const initialBudget = round(Number(submission.facts[id]) / (1 + change), 2)
    const text = (submission.texts?.['资金'] ?? '')
      .replace(/[^。]*年初预算数[^。]*。/u, '')
      .replace(/预算(?:调减|追加)[^。]*。/u, '')
    return { submission: withText(withFacts(submission, { initialBudget }), '资金', text), path: `facts.${id}` }
  },
  C20: (submission, random) => {
    const name = random.pick(Object.keys(submission.texts ?? {}))
    const left = random.pick([
      '20XX年，我单位',
      '共支出××万元。',
      '（此处填写主要做法）',
      '完成情况：______。',
      '（单位名称）',
      'XX部门认真组织实施。',
      '待补充',
    ])
    const text = submission.texts?.[name] ?? ''
    return {
      submission: withText(submission, name, random.chance(0.5) ? left + text : text + left),
      path: `texts.${name}`,
    }
  },
  C21: (submission, random) => {
    const call = callOf(submission)
    if (call === '我单位') return null
    if (random.chance(0.3) && !isProject(submission))
      return {
        submission: withText(
          submission,
          '封面',
          `${random.pick(['江北区水利局', '东山县教育局', '河口镇人民政府办公室'])}2024年度部门整体支出绩效自评报告`,
        ),
        path: 'texts.封面',
      }
    const other = random.pick(['我局', '我委', '我镇', '我院'].filter((word) => word !== call))
    return rewrite(submission, '完成情况', new RegExp(call, 'u'), () => other)
  },
  C22: (submission) => {
    const full = isProject(submission)
      ? { execution: { points: 10 }, output: { points: 50 }, benefit: { points: 30 }, satisfaction: { points: 10 } }
      : { performance: { points: 50 }, management: { points: 50 } }
    return {
      submission: { ...submission, selfScores: full, printed: { fullPoints: 100, points: 100 } },
      path: 'selfScores',
    }
  },
  C23: (submission, random) => {
    const [label, names] = random.pick(isProject(submission) ? PROJECT_NAMES : DEPARTMENT_NAMES)
    const item = new RegExp(`${label}(?=(?:指标)? [\\d.]+ 分)`, 'u')
    return rewrite(submission, '自评结论', item, () => random.pick(names))
  },
  C24: (submission, random) => {
    const off = random.integer(1, 3)
    return random.pick([
      () =>
        rewrite(
          submission,
          '完成情况',
          /(=)(\d+)( 场次)/u,
          (_, before = '', whole, after = '') => `${before}${Number(whole) + off}${after}`,
        ),
      () =>
        rewrite(
          submission,
          '完成情况',
          /(村|站点|设施)( )(\d+)( 个)/u,
          (_, what = '', gap = '', whole, after = '') =>
            `${what}${gap}${Number(whole) + (random.chance(0.5) ? off : -off)}${after}`,
        ),
      () =>
        rewrite(
          submission,
          '完成情况',
          /(全区 )(\d+)( 个村中)/u,
          (_, before = '', whole, after = '') => `${before}${Number(whole) + off}${after}`,
        ),
      () =>
        rewrite(
          submission,
          '资金',
          /(财政拨款 )([\d.]+)( 万元)/u,
          (_, before = '', part, after = '') => `${before}${round(Number(part) * 1.05 + 1, 2)}${after}`,
        ),
    ])()
  },
  C25: (submission, random) => {
    const losses = lossesOf(submission)
    if (losses.length === 0) return null
    const id = random.pick(losses)
    const { points: own, reason = '' } = scored(submission, id)
    const told = reason.replace(/([\d.]+)(?= 分)/u, (lost) =>
      String(round(Number(lost) + random.pick([0.01, 0.5, 1]), 3)),
    )
    return { submission: withScore(submission, id, { points: own, reason: told }), path: `selfScores.${id}` }
  },
  C26: (submission, random) => {
    if (random.chance(0.5))
      return {
        submission: withText(
          submission,
          '得分',
          random.pick(['时效得分 9.00 分，质量得分 19 分。', '质量 19.5 分，时效 9.50 分。']),
        ),
        path: 'texts.得分',
      }
    const [first, second] = rowsOf(submission).flatMap((row, index) => (isMeasured(row) ? [index] : []))
    if (first === undefined || second === undefined) return null
    const padded = withRow(submission, first, { target: random.pick(['95.00', '9.0', '120.50']) })
    return {
      submission: withRow(padded, second, { target: random.pick(['90', '8', '100']) }),
      path: `facts.targets[${second}].target`,
    }
  },
  C27: (submission, random) => {
    const { selfScores: _, printed: __, ...rest } = submission
    if (random.chance(0.5))
      return { submission: { ...rest, printed: { grade: random.pick(['优', '良']) } }, path: 'printed.grade' }
    return {
      submission: withText(
        rest,
        '自评结论',
        random.pick(['绩效自评等级为“优”。', '本年度绩效自评结论：优秀。', '自评结果为良。']),
      ),
      path: 'texts.自评结论',
    }
  },
}
