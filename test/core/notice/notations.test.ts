import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readChineseNumber } from '../../../server/core/narrative/chinese-number.ts'
import { readClause } from '../../../server/core/notice/read-clause.ts'
import { briefly, runs, seeded } from '../../support/runs.ts'

/** One meaning in many notations reads the same; a text changed at random is never read against its own numbers. */

interface Example {
  readonly text: string
  readonly points: number
}
const folder = 'test/core/notice/examples'
const examples = readdirSync(folder)
  .filter((file) => file !== 'unread.json')
  .flatMap((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Example[])
const read = (text: string, points: number) =>
  readClause(text, { label: '某项指标', points, decimals: 2, prefix: 'f1' })

const HANZI = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
const hanziOf = (number: number): string => {
  if (number <= 10) return HANZI[number] ?? ''
  if (number === 100) return '一百'
  const [tens, ones] = [Math.floor(number / 10), number % 10]
  return `${tens === 1 ? '' : HANZI[tens]}十${ones === 0 ? '' : HANZI[ones]}`
}
const wide = (text: string): string =>
  text.replace(/[0-9%<>=+]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
/** Where a number stands by itself: no decimals, no part of a longer one, no item mark. */
const ALONE = '(?<![\\d.,第前±])'

/** Each changes the writing and not the meaning. */
const NOTATIONS: readonly (readonly [string, (text: string) => string])[] = [
  ['full width', wide],
  ['blanks', (text) => text.replace(/(?<=[\d%分])(?=[^\d.])/g, ' ')],
  ['百分之', (text) => text.replace(new RegExp(`${ALONE}(\\d{1,3})%(?![）)]|\\d)`, 'g'), '百分之$1')],
  [
    '百分之九十',
    (text) =>
      text.replace(
        new RegExp(`${ALONE}(\\d{2}|100)%(?![）)]|\\d)`, 'g'),
        (_, digits: string) => `百分之${hanziOf(Number(digits))}`,
      ),
  ],
  [
    '五分',
    (text) =>
      text.replace(
        new RegExp(`(?<=[得计扣])${ALONE}([1-9])分(?![\\d制])`, 'g'),
        (_, digit: string) => `${hanziOf(Number(digit))}分`,
      ),
  ],
  ['1个百分点', (text) => text.replaceAll('一个百分点', '1个百分点')],
  ['1百分点', (text) => text.replaceAll('1个百分点', '1百分点')],
  ['一个百分点', (text) => text.replace(/(?<!\d)1个百分点/g, '一个百分点')],
  ['不低于', (text) => text.replace(/≥(?=\d)/g, '不低于')],
  ['大于等于', (text) => text.replace(/≥(?=\d)/g, '大于等于')],
  ['不超过', (text) => text.replace(/≤(?=\d)/g, '不超过')],
  ['小于或等于', (text) => text.replace(/≤(?=\d)/g, '小于或等于')],
  ['小于', (text) => text.replace(/(?<!每)(?<!不)低于(?=\d)/g, '小于')],
  ['<', (text) => text.replace(/(?<!每)(?<!不)低于(?=\d)/g, '＜')],
  ['dash', (text) => text.replace(/(?<=[%）)])-(?=\d)/g, '～')],
  ['至', (text) => text.replace(/(?<=[%）)])-(?=\d)/g, '至')],
  [
    'half width',
    (text) => text.replaceAll('，', ',').replaceAll('；', ';').replaceAll('（', '(').replaceAll('）', ')'),
  ],
  ['line ends', (text) => text.replace(/；(?=[^）)]*$)/g, '；\n')],
]

test(seeded('written in any other notation: the same reading'), () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.subarray([...NOTATIONS], { minLength: 1, maxLength: 4 }),
      briefly(({ text, points }: Example, notations: readonly (readonly [string, (text: string) => string])[]) => {
        const written = notations.reduce((before, [, change]) => change(before), text)
        const [plain, other] = [read(text, points), read(written, points)]
        expect(shape(other.rules), written).toEqual(shape(plain.rules))
        expect(
          other.facts.map(({ formula, unit, display }) => [formula, unit, display]),
          written,
        ).toEqual(plain.facts.map(({ formula, unit, display }) => [formula, unit, display]))
      }),
    ),
    runs(20_000, 400),
  )
})
/** Names keep their own notation. */
const shape = (rules: unknown): unknown =>
  JSON.parse(
    JSON.stringify(rules, (key, value: unknown) =>
      key === 'reason' || key === 'label' || key === 'name' ? undefined : value,
    ),
  )

test.each([
  ['不低于90%得5分，低于90%不得分', { from: 0.9 }, { below: 0.9 }],
  ['不少于90%得5分，不足90%不得分', { from: 0.9 }, { below: 0.9 }],
  ['达到90%得5分，未达到90%不得分', { from: 0.9 }, { below: 0.9 }],
  ['高于90%得5分，90%及以下不得分', { above: 0.9 }, { to: 0.9 }],
  ['超过90%得5分，不超过90%不得分', { above: 0.9 }, { to: 0.9 }],
  ['90%（含）以上得5分，90%以下不得分', { from: 0.9 }, { below: 0.9 }],
  ['90%（不含）以上得5分，90%（含）以下不得分', { above: 0.9 }, { to: 0.9 }],
  ['90%以上（不含）得5分，90%以下不得分', { above: 0.9 }, { to: 0.9 }],
  ['百分之九十及以上得五分，低于百分之九十不得分', { from: 0.9 }, { below: 0.9 }],
  ['90％（含90％）以上得5分，＜90％不得分', { from: 0.9 }, { below: 0.9 }],
])('ends: %s', (text, best, worst) => {
  const { rules } = read(text, 5)
  expect(rules, text).toMatchObject({
    scoring: {
      method: 'bands',
      bands: [
        { ...best, points: 5 },
        { ...worst, points: 0 },
      ],
    },
  })
})

/** Numbers of a text as they may enter a rule: as written, and as a share. */
function numbersIn(text: string): Set<number> {
  const plain = text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
  const digits = [...plain.matchAll(/\d+(?:\.\d+)?/g)].map(([word]) => Number(word))
  const words = [...plain.matchAll(/[一二两三四五六七八九十百]+/g)].flatMap(([word]) => readChineseNumber(word) ?? [])
  // 排名1-5名依次: the places between; what follows the last place
  const places = /名/.test(text) ? Array.from({ length: 30 }, (_, index) => index) : []
  const marks = /[①-⑳]/.test(text) ? [1] : []
  return new Set(
    [...digits, ...words, ...places, ...marks].flatMap((one) => [one, Number((one / 100).toPrecision(12))]),
  )
}
/** Numbers that a rule decides by. */
function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (Array.isArray(value)) return value.flatMap(numbersOf)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'formula'
      ? [...String(one).matchAll(/(?<![\w.])\d+(?:\.\d+)?/g)].map(([word]) => Number(word))
      : ['id', 'name', 'label', 'reason', 'fact'].includes(key)
        ? []
        : numbersOf(one),
  )
}
/** 扣2分, 得 3 分: amounts that are earned or lost; each must be somewhere in what was read. */
const amountsIn = (text: string): number[] =>
  [...text.matchAll(/(?<![\d.])(\d+(?:\.\d+)?)\s*分(?![之钟值制档为])/g)].map(([, digits]) => Number(digits))

const WORDS = [
  '不',
  '未',
  '以上',
  '以下',
  '左右',
  '酌情',
  '每',
  '或',
  '的',
  '，',
  '；',
  '80%',
  '3分',
  '扣',
  '得',
  '超过',
  '低于',
  '一个',
  '（含）',
  '-',
  '2',
  '.',
  '最多',
  '否则',
  '按比例',
  '①',
  '%',
]
interface Edit {
  readonly at: number
  readonly length: number
  readonly word: string
}
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 4 }),
  word: fc.oneof(fc.constant(''), fc.constantFrom(...WORDS)),
})
const edited = (text: string, { at, length, word }: Edit): string => {
  const place = Math.floor(at * text.length)
  return text.slice(0, place) + word + text.slice(place + length)
}

test(seeded('changed at random: what is read has the numbers of the text, and leaves none of its amounts out'), () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      fc.option(fc.constantFrom(...examples), { nil: null, freq: 5 }),
      briefly(({ text, points }: Example, edits: readonly Edit[], other: Example | null) => {
        const changed = edits.reduce(edited, other ? `${text}；${other.text}` : text)
        const { rules, assumptions } = read(changed, points)
        if (!rules) return
        const given = numbersIn(changed)
        const shared = assumptions.some(({ code }) => code === 'even_items')
        const times = /最多|至多/.test(changed)
        for (const number of numbersOf(rules)) {
          if ([0, 1, points, 100].includes(number) || given.has(number) || shared) continue
          // 最多5个，每个得5分
          // 超过指标值50%以上的，须说明原因: 1.5 of it
          if (/须说明|需说明|应说明/.test(changed) && given.has(Number((number - 1).toPrecision(12)))) continue
          if (times && [...given].some((one) => given.has(number / one))) continue
          expect.fail(`${changed}（${points} 分）：${number} 不在原文里，${JSON.stringify(rules)}`)
        }
        const used = new Set(numbersOf(rules))
        for (const amount of amountsIn(changed))
          expect(
            [0, points, 100].includes(amount) || used.has(amount),
            `${changed}（${points} 分）：${amount} 分没有用上，${JSON.stringify(rules)}`,
          ).toBe(true)
      }),
    ),
    runs(100_000, 1_500),
  )
})
