import { Fraction } from '../fraction.ts'
import type { Quantity } from '../narrative/quantities.ts'
import type { Sentence } from '../narrative/sentences.ts'
import type { Claim, Found } from './claim.ts'
import { sum } from './scores.ts'
import { quote, show } from './words.ts'

/**
 * 文字里分项之和等于总数。Seen as: of 29 villages 6 + 12 + 8. A written sum (6+12+8=29) has to hold; an enumeration after
 * 其中 may not exceed its whole; one that nearly exhausts it is asked for the rest.
 */
export const partsMakeTheWhole: Claim = {
  code: 'C24',
  title: '文字里分项之和等于总数',
  severity: 'error',
  // an enumeration that names less of the whole than this may be meant as examples
  tolerance: Fraction.of(1n, 5n),
  toleranceUnit: '比例',
  find({ texts, addsUp }, tolerance) {
    return texts.flatMap(({ path, sentences }) =>
      sentences.flatMap((sentence) => [
        ...writtenSums(sentence, path),
        ...enumerations(sentence, path, tolerance, addsUp),
      ]),
    )
  },
}

const WRITTEN = /(?<![\d.+])\d+(?:\.\d+)?(?:\s*\+\s*\d+(?:\.\d+)?)+\s*=\s*\d+(?:\.\d+)?(?![\d.]*\s*[%+])/gu

function writtenSums({ text }: Sentence, path: string): Found[] {
  return [...text.matchAll(WRITTEN)].flatMap(([written]) => {
    const [left = '', right = ''] = written.split('=')
    const parts = left.split('+').map((part) => Fraction.parse(part.trim()) ?? Fraction.ZERO)
    const whole = Fraction.parse(right.trim()) ?? Fraction.ZERO
    const added = sum(parts)
    if (added.equals(whole)) return []
    return [{ path, read: `文字写“${written}”，实际等于 ${show(added)}`, remedy: `改为 ${show(added)}，或核对各项` }]
  })
}

/** A whole and the parts its sentence lists. */
interface Enumeration {
  readonly whole: Quantity
  readonly parts: readonly Quantity[]
}

/** @param pointsAdd false where the form's points are rescaled, so that parts of a score need not make it. */
function enumerations(sentence: Sentence, path: string, tolerance: Fraction, pointsAdd: boolean): Found[] {
  return sentence.quantities.flatMap((whole, index): Found[] => {
    const listed = partsOf(sentence, whole, sentence.quantities.slice(index + 1))
    if (!listed || (whole.unit === '分' && !pointsAdd)) return []
    const { parts } = listed
    const added = sum(parts.map(({ value }) => value))
    const missing = whole.value.subtract(added)
    // rounded to different decimals, they may miss each other by a step of the coarsest; points are never rounded
    const steps = [whole, ...parts].map(({ step }) => step)
    const coarsest = steps.reduce((most, step) => most.max(step))
    const slack = whole.unit === '分' || steps.every((step) => step.equals(coarsest)) ? Fraction.ZERO : coarsest
    if (missing.abs().compare(slack) <= 0) return []
    if (missing.sign > 0 && missing.compare(whole.value.multiply(tolerance)) > 0) return []
    const unit = whole.unit
    const terms = parts.map(({ value }) => show(inUnits(value, whole))).join('＋')
    const difference = `${missing.sign > 0 ? '少' : '多'} ${show(inUnits(missing.abs(), whole))}${scaleOf(whole)}${unit}`
    return [
      {
        path,
        read: `${quote(sentence.text.slice(whole.start), 60)}：总数 ${whole.text}，列出的是 ${terms}=${show(inUnits(added, whole))}，${difference}`,
        remedy: missing.sign > 0 ? '写明其余的情况，或核对总数和分项' : '核对总数和分项，使分项之和等于总数',
        ...(missing.sign > 0 && { warning: true as const }),
      },
    ]
  })
}

const NOT_COUNTED = new Set(['', '%', '个百分点'])
/** Words that begin another count, or a count inside a part. */
const OTHER =
  /同比|环比|比上年|较上年|增加|增长|减少|下降|上年|去年|含|包括|其中|每|平均|人均|目标|计划|任务|累计|共(?=\s*\d)|合计|总数/u

/** A clause with which the listing is over: 实际支出 90 万元 after the sources of 100 万元. */
const OVER =
  /^(?:实际|已经?|全年|累计|截至.*)?(?:支出|执行|支付|到位|拨付|使用|完成|结余|剩余|扣|扣除|加)(?:数|资金|金额|了)?$/u

/**
 * “N 条X中，…的 a 条，…的 b 条，…的 c 条” and “N 个，其中 a 个、b 个、c 个”: the numbers with the whole's unit in one
 * listing. A listing in brackets ends with them; one with 、 ends at the next comma; one with commas is only taken for a
 * listing where each part says 的, or the unit is money or points. Null unless every part is exact and at least three (two
 * for money and points) are listed, or when the first of them make the whole already.
 */
function partsOf({ text }: Sentence, whole: Quantity, rest: readonly Quantity[]): Enumeration | null {
  if (!whole.exact || whole.value.sign <= 0 || NOT_COUNTED.has(whole.unit)) return null
  const trigger = TRIGGER.exec(text.slice(whole.end))
  if (!trigger) return null
  const start = whole.end + trigger[0].length
  const bracket = /[（(]/u.test(trigger[0])
  const close = bracket ? closing(text, start) : text.length
  const scarce = whole.unit === '元' || whole.unit === '分'
  const parts: Quantity[] = []
  let listedWith = ''
  for (const part of rest) {
    if (part.end > close) break
    if (part.unit !== whole.unit || (!bracket && depth(text, start, part.start) > 0)) continue
    const between = text.slice(parts.at(-1)?.end ?? start, part.start)
    const separator = /[、，,]/u.exec(between.replace(/[（(][^）)]*[）)]/gu, ''))?.[0] ?? ''
    const head = (between.split(/[、，,：:]/u).at(-1) ?? '').replace(/\s|为$/gu, '')
    if (OVER.test(head) || (parts.length > 0 && listedWith === '、' && separator !== '、')) break
    if (!part.exact || OTHER.test(between)) return null
    if (parts.length === 1) listedWith = separator
    if (!bracket && !scarce && parts.length > 0 && listedWith !== '、' && !head.endsWith('的')) return null
    parts.push(part)
    if (parts.length > 1 && sum(parts.map(({ value }) => value)).equals(whole.value)) return null
  }
  return parts.length < (scarce ? 2 : 3) ? null : { whole, parts }
}

const TRIGGER = /^[^，,。；（、]{0,12}?(?:中[，,]|[，,]?\s*[（(]?其中[:：]?|[，,]分别(?:为|是))/u

/** Where the bracket closes that is open at `from`. */
function closing(text: string, from: number): number {
  let open = 1
  for (let at = from; at < text.length; at++) {
    const sign = text[at] ?? ''
    open += '（('.includes(sign) ? 1 : '）)'.includes(sign) ? -1 : 0
    if (open === 0) return at
  }
  return text.length
}

/** How many brackets are open between two places: a count in brackets belongs to the part before it. */
function depth(text: string, from: number, to: number): number {
  let open = 0
  for (const sign of text.slice(from, to)) open += '（('.includes(sign) ? 1 : '）)'.includes(sign) && open > 0 ? -1 : 0
  return open
}

const SCALES: readonly (readonly [string, bigint])[] = [
  ['亿', 100_000_000n],
  ['万', 10_000n],
]
const scaleOf = ({ text }: Quantity): string => SCALES.find(([name]) => text.includes(name))?.[0] ?? ''
const inUnits = (value: Fraction, whole: Quantity): Fraction =>
  value.divide(Fraction.of(SCALES.find(([name]) => whole.text.includes(name))?.[1] ?? 1n))
