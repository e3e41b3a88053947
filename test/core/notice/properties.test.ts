import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readClause } from '../../../server/core/notice/read-clause.ts'
import type { Band, Criterion } from '../../../server/core/rule-set.ts'
import { briefly, runs, seeded } from '../../support/runs.ts'
import { shapeOf } from './shape.ts'

/** A criterion, and one of the many ways notices write it. */
interface Written {
  readonly text: string
  readonly points: number
  readonly scoring: Criterion
}

const one = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const percentText = (share: number): string => `${Number((share * 100).toPrecision(12))}%`
const amount = fc.integer({ min: 1, max: 40 }).map((half) => half / 2)
/** Distinct shares from low to high. */
const cuts = (least: number, most: number): fc.Arbitrary<number[]> =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 199 }), { minLength: least, maxLength: most })
    .map((all) => all.sort((a, b) => a - b).map((cut) => cut / 100))
const subject = one('', '重点支出安排率', '“三公经费”变动率', '服务对象满意度', '预算执行率')
const earns = one('得', '计', '，得', '，计', '的，得', '的得')
const stop = one('；', '；\n', ';')
const end = one('。', '')

/** Ends inclusive at the bottom: ≥90% / 80%（含）-90% / 低于80%. */
const bands = fc
  .record({
    subject,
    at: cuts(1, 5),
    points: fc.uniqueArray(amount, { minLength: 6, maxLength: 6 }),
    earns,
    stop,
    end,
    top: one(0, 1, 2, 3),
    middle: one(0, 1, 2, 3),
    bottom: one(0, 1, 2),
  })
  .map(({ subject: name, at, points, earns: verb, stop: between, end: last, top, middle, bottom }): Written => {
    const amounts = [...points].sort((a, b) => b - a).slice(0, at.length + 1)
    amounts[at.length] = 0
    const high = [...at].reverse()
    const given = (share: number | undefined): string => percentText(share ?? 0)
    const all = high.map((cut, index): Band => ({
      from: cut,
      ...(index > 0 ? { below: high[index - 1] ?? 0 } : {}),
      points: amounts[index] ?? 0,
    }))
    const lines = high.map((cut, index) => {
      const range =
        index === 0
          ? ([`≥${given(cut)}`, `${given(cut)}（含）以上`, `不低于${given(cut)}`, `${given(cut)}及以上`][top] ?? '')
          : ([
              `${given(cut)}（含）-${given(high[index - 1])}`,
              `${given(cut)}（含）至${given(high[index - 1])}`,
              `${given(cut)}(含)～${given(high[index - 1])}(不含)`,
              `${given(cut)}–${given(high[index - 1])}（含${given(cut)}）`,
            ][middle] ?? '')
      return `${index === 0 ? name : ''}${range}${verb}${amounts[index]}分`
    })
    const floor = [`低于${given(at[0])}不得分`, `＜${given(at[0])}的，不得分`, `${given(at[0])}以下得0分`][bottom] ?? ''
    all.push({ below: at[0] ?? 0, points: 0 })
    return {
      text: `${[...lines, floor].join(between)}${last}`,
      points: amounts[0] ?? 0,
      scoring: { method: 'bands', value: 'x', bands: all },
    }
  })

/** Ends inclusive at the top: ≤10% / 10%-20%（含） / 超过20%. */
const bandsDown = fc
  .record({
    subject,
    at: cuts(1, 5),
    points: fc.uniqueArray(amount, { minLength: 6, maxLength: 6 }),
    earns,
    stop,
    end,
    over: one('超过', '大于', '>', '高于'),
  })
  .map(({ subject: name, at, points, earns: verb, stop: between, end: last, over }): Written => {
    const amounts = [...points].sort((a, b) => b - a)
    const all = at.map((cut, index): Band => ({
      ...(index > 0 ? { above: at[index - 1] ?? 0 } : {}),
      to: cut,
      points: amounts[index] ?? 0,
    }))
    const lines = at.map((cut, index) => {
      const range =
        index === 0 ? `≤${percentText(cut)}` : `${percentText(at[index - 1] ?? 0)}-${percentText(cut)}（含）`
      return `${index === 0 ? name : ''}${range}${verb}${amounts[index]}分`
    })
    const highest = at.at(-1) ?? 0
    all.push({ above: highest, points: 0 })
    return {
      text: `${[...lines, `${over}${percentText(highest)}不得分`].join(between)}${last}`,
      points: amounts[0] ?? 0,
      scoring: { method: 'bands', value: 'x', bands: all },
    }
  })

const WHOLE = {
  prorata: ['不足一个百分点的按比例扣', '不足的按比例扣分'],
  down: ['不足一个百分点的不扣', '不足部分不计'],
  up: ['不足一个百分点的按一个百分点扣', '不足1个百分点的按1个百分点计算'],
} as const
const steps = fc
  .record({
    subject,
    start: fc.integer({ min: 0, max: 150 }),
    points: amount,
    each: amount,
    above: fc.boolean(),
    size: one(1, 2, 5),
    whole: one('prorata', 'down', 'up'),
    wording: one(0, 1),
    full: fc.boolean(),
    again: fc.boolean(),
    zero: fc.boolean(),
    gap: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ subject: name, start, points, each, above, size, whole, wording, full, again, zero, gap }): Written => {
    const at = start / 100
    const side = above ? 'above' : 'below'
    const step = size === 1 && again ? '一个百分点' : `${size}个百分点`
    const limit = (above ? start + gap : start - gap) / 100
    const cut = zero && limit >= 0
    const more = above ? ['每超过', '每高'] : ['每低于', '每降低']
    const text = [
      `${name}${above ? '≤' : '≥'}${percentText(at)}${full ? '得满分' : `，计${points}分`}`,
      `${more[wording]}${step}扣${each}分`,
      WHOLE[whole][wording],
      ...(cut ? [`${above ? '超过' : '低于'}${percentText(limit)}不得分`] : []),
      '扣完为止',
    ].join('，')
    return {
      text,
      points,
      scoring: {
        method: 'steps',
        value: 'x',
        start: at,
        side,
        step: size / 100,
        points: each,
        whole,
        ...(cut ? (above ? { zeroAbove: limit } : { zeroBelow: limit }) : {}),
      },
    }
  })

const count = fc
  .record({
    points: amount,
    each: amount,
    measure: one('例', '次', '处', '项', '个', '起', '件'),
    verb: one('出现', '发现', '存在', '有', ''),
    what: one('不符合要求', '违规问题', '未按规定整改'),
    earn: fc.boolean(),
    cap: fc.option(amount, { nil: null }),
    one: one('一', '1'),
  })
  .map(({ points, each, measure, verb, what, earn, cap, one: single }): Written => {
    const most = cap !== null && cap < points ? cap : null
    const does = earn ? '得' : '扣'
    const tail = most === null ? (earn ? `最多${points}分` : '扣完为止') : `最多${does}${most}分`
    return {
      text: `每${verb}${verb === '' ? '' : single}${measure}${what}的${does}${each}分，${tail}`,
      points,
      scoring: {
        method: 'count',
        value: 'x',
        points: each,
        ...(earn ? { effect: 'earn' as const } : {}),
        ...(most === null ? {} : { max: most }),
      },
    }
  })

const LABELS = [
  '已制定管理制度',
  '制度合法、合规、完整',
  '制度得到有效执行',
  '预算在批复后20日内公开',
  '资料齐全并及时归档',
  '明确职责分工',
  '绩效目标随预算公开',
] as const
const checklist = fc
  .record({
    labels: fc.subarray([...LABELS], { minLength: 2 }),
    amounts: fc.array(amount, { minLength: 7, maxLength: 7 }),
    mark: one('circled', 'brackets', 'none'),
    earns: one('，', '得', '的得', '，得', '计'),
    stop,
  })
  .map(({ labels, amounts, mark, earns: verb, stop: between }): Written => {
    const sign = (index: number): string =>
      mark === 'circled' ? String.fromCharCode(0x2460 + index) : mark === 'brackets' ? `（${index + 1}）` : ''
    const each = labels.map((_, index) => amounts[index] ?? 1)
    return {
      text: labels.map((label, index) => `${sign(index)}${label}${verb}${each[index]}分`).join(between),
      points: each.reduce((a, b) => a + b, 0),
      scoring: {
        method: 'checklist',
        items: labels.map((label, index) => ({ id: String(index), label, fact: 'x', points: each[index] ?? 1 })),
      },
    }
  })

const ratio = fc
  .record({
    points: amount,
    form: one(0, 1, 2, 3, 4),
    floor: fc.option(fc.integer({ min: 1, max: 99 }), { nil: null }),
    target: fc.integer({ min: 2, max: 100 }),
    cap: one('', '，最高得满分', '，最高不超过该项分值'),
  })
  .map(({ points, form, floor, target, cap }): Written => {
    const limit = floor === null ? '' : `；低于${floor}%不得分`
    const zero = floor === null ? {} : { zeroBelow: floor / 100 }
    const plain = { method: 'ratio' as const, value: 'x' }
    const forms: readonly Written[] = [
      { text: `得分=支出率×分值${cap}${limit}`, points, scoring: { ...plain, ...zero } },
      { text: `${points}分×支出数÷预算数${limit}`, points, scoring: { ...plain, ...zero } },
      { text: `得分＝（实际完成数÷计划完成数）×100%×权重${cap}${limit}`, points, scoring: { ...plain, ...zero } },
      { text: `得分=质量评分÷100×分值${cap}`, points, scoring: { ...plain, target: 100 } },
      {
        text: `采购份额达到${target}%的得满分，未达到的按比例得分`,
        points,
        scoring: { ...plain, target: target / 100 },
      },
    ]
    return forms[form] as Written
  })

const level = fc
  .record({
    at: fc.uniqueArray(fc.integer({ min: 5, max: 95 }), { minLength: 2, maxLength: 2 }),
    head: one('', '由评审定档：', '按符合程度分三档：'),
    between: one('，', '；', '、'),
    points: amount,
  })
  .map(({ at, head, between, points }): Written => {
    const [low = 0, high = 0] = at.sort((a, b) => a - b)
    return {
      text: `${head}${[`好100%-${high}%（含）`, `一般${high}%-${low}%（含${low}%）`, `差${low}%-0`].join(between)}`,
      points,
      scoring: {
        method: 'level',
        level: 'x',
        share: 'y',
        levels: [
          { name: '好', from: high / 100, to: 1 },
          { name: '一般', from: low / 100, below: high / 100 },
          { name: '差', from: 0, below: low / 100 },
        ],
      },
    }
  })

const attainment = fc
  .record({ up: fc.boolean(), points: amount, thing: one('产量', '成本', '用时'), stop: one('；', '，') })
  .map(({ up, points, thing, stop: between }): Written => ({
    text: up
      ? `达到计划${thing}得满分${between}未达到的，得分=实际${thing}÷计划${thing}×分值`
      : `实际${thing}不超过计划${thing}的得满分${between}超过的，得分=计划${thing}÷实际${thing}×分值`,
    points,
    scoring: { method: 'attainment', actual: 'x', target: 'y', direction: up ? '>=' : '<=' },
  }))

/** What changes nothing: full-width signs, blanks, a remark before it. */
const disguised = (written: fc.Arbitrary<Written>): fc.Arbitrary<Written> =>
  fc.tuple(written, fc.boolean(), fc.boolean(), fc.boolean()).map(([{ text, ...rest }, wide, blanks, remark]) => {
    const digits = wide ? text.replace(/[0-9%]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)) : text
    const spaced = blanks ? digits.replace(/([分％%])/g, ' $1 ') : digits
    return { text: `${remark ? '（未经核实）' : ''}${spaced}`, ...rest }
  })

const KINDS = { bands, bandsDown, steps, count, checklist, ratio, level, attainment }

test.each(Object.entries(KINDS))(seeded('%s: written in any of its ways, read back the same'), (_, kind) => {
  fc.assert(
    fc.property(
      disguised(kind),
      briefly(({ text, points, scoring }: Written) => {
        const { rules, why } = readClause(text, { label: '某项指标', points, decimals: 2, prefix: 'f1' })
        expect(rules, `${text}（${points} 分）：${why}`).not.toBeNull()
        expect(shapeOf({ id: 'x', points, clause: text, ...rules }), text).toEqual(
          shapeOf({ id: 'x', points, clause: text, scoring }),
        )
      }),
    ),
    runs(20_000, 150),
  )
})

test(seeded('any text at all: never throws, and every sentence is a piece of it'), () => {
  const words = [
    '≥90%',
    '得5分',
    '不得分',
    '每超过',
    '一个百分点',
    '扣',
    '0.5分',
    '，',
    '；',
    '。',
    '①',
    '（',
    '）',
    '否则',
    '得分=',
    '÷',
    '×分值',
    '制度',
    '80%（含）-90%',
    '最多',
    '扣完为止',
    '\n',
    'A',
    '第1名',
    '“',
    '是否',
    '未',
    '的',
  ]
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.array(one(...words), { maxLength: 25 }).map((parts) => parts.join('')),
      ),
      briefly((text: string) => {
        const { sentences, rules, why } = readClause(text, { label: '某项指标', points: 5, decimals: 2, prefix: 'f1' })
        for (const { from, to, text: sentence } of sentences) expect(text.slice(from, to)).toBe(sentence)
        expect(rules === null).toBe(why !== null)
      }),
    ),
    runs(50_000, 200),
  )
})
