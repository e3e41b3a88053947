import { Fraction } from '../fraction.ts'
import { mayBeWrittenAs, type Quantity } from '../narrative/quantities.ts'
import type { Sentence } from '../narrative/sentences.ts'
import type { Claim, Found } from './claim.ts'
import { headOf } from './mentions.ts'
import { quote, show } from './words.ts'

/**
 * 文字里的比率等于同一句里的两个数相除。Seen as: 49/50 called 99%.
 * A rate written to so many decimals may be rounded or cut off; what is further away is wrong.
 */
export const rateArithmetic: Claim = {
  code: 'C04',
  title: '文字里的比率等于同一句里的两个数相除',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: '个百分点',
  find({ texts }, tolerance) {
    return texts.flatMap(({ path, sentences }) =>
      sentences.flatMap((sentence) =>
        ratesIn(sentence).flatMap((rate) => wrong(rate, tolerance, { path, sentence }) ?? []),
      ),
    )
  },
}

/** A stated rate and what it may be the quotient of: any of `parts` over any of `wholes`, the last of each first. */
interface Rate {
  readonly stated: Quantity
  readonly parts: readonly Quantity[]
  readonly wholes: readonly Quantity[]
  readonly name: string
}

function ratesIn(sentence: Sentence): Rate[] {
  const exact = sentence.quantities.filter((quantity) => quantity.exact)
  return exact
    .filter(({ unit }) => unit === '%')
    .flatMap((stated) => {
      const before = exact.filter(({ end }) => end <= stated.start)
      return (
        writtenDivision(sentence, stated, before) ??
        scoreRate(sentence, stated, before) ??
        moneyRate(sentence, stated, before) ??
        doneRate(sentence, stated, before) ??
        []
      )
    })
}

/** 49÷50=98% */
function writtenDivision({ text }: Sentence, stated: Quantity, before: readonly Quantity[]): Rate | null {
  const [part, whole] = before.slice(-2)
  if (!part || !whole) return null
  const divides = /^\s*[÷/]\s*$/u.test(text.slice(part.end, whole.start))
  const equals = /^\s*(?:=|为|是|即)\s*$/u.test(text.slice(whole.end, stated.start))
  return divides && equals && part.unit === whole.unit ? { stated, parts: [part], wholes: [whole], name: '结果' } : null
}

/** 分值 50 分，得分 49 分，得分率为 98%; after several pairs, the rate may be of them all. */
function scoreRate(sentence: Sentence, stated: Quantity, before: readonly Quantity[]): Rate | null {
  if (!/^(?:指标|其|综合|平均|总)?得分率$/u.test(headOf(sentence, stated))) return null
  const points = before.filter(({ unit }) => unit === '分')
  const parts = points.filter((one) => /得分?$/u.test(headOf(sentence, one)))
  const wholes = points.filter((one) => /(?:分值|满分|总分)$/u.test(headOf(sentence, one)))
  return parts.length === 1 && wholes.length === 1 ? { stated, parts, wholes, name: '得分率' } : null
}

/** 预算数 115 万元，执行数 115 万元，完成预算的 100% */
function moneyRate(sentence: Sentence, stated: Quantity, before: readonly Quantity[]): Rate | null {
  const name = /(?:支出|执行|支付|使用|预算完成|资金到位)(?:率|进度)$|完成预算的$/u.exec(headOf(sentence, stated))?.[0]
  if (name === undefined) return null
  const amounts = before.filter(({ unit }) => unit === '元')
  const parts = amounts.filter((one) => /(?:支出|执行|支付|使用|拨付)(?:数|金额|资金)?$/u.test(headOf(sentence, one)))
  const wholes = amounts.filter((one) =>
    /(?:预算|预算数|预算金额|预算资金|预算总额|下达资金|到位资金)$/u.test(headOf(sentence, one)),
  )
  return parts.length > 0 && wholes.length > 0 ? { stated, parts, wholes, name: name.replace(/的$/u, '') } : null
}

/** 受理 232 宗，化解 214 宗，化解率 92.24% */
function doneRate(sentence: Sentence, stated: Quantity, before: readonly Quantity[]): Rate | null {
  const verb = /(?<verb>[\p{Script=Han}]{2,4})率$/u.exec(headOf(sentence, stated))?.groups?.['verb']
  const [whole, part] = before.slice(-2)
  if (verb === undefined || !whole || !part || whole.unit !== part.unit || whole.unit === '%' || whole.unit === '')
    return null
  const between = /^\s*[，、,]\s*(?:其中)?(?:已|已经|共|成功)?(?<verb>\p{Script=Han}{2,4})了?\s*$/u.exec(
    sentence.text.slice(whole.end, part.start),
  )
  const next = /^\s*[，、,]/u.test(sentence.text.slice(part.end, stated.start))
  const wholes = before.filter(({ unit, end }) => unit === part.unit && end <= part.start)
  return between?.groups?.['verb'] === verb && next ? { stated, parts: [part], wholes, name: `${verb}率` } : null
}

function wrong(
  { stated, parts, wholes, name }: Rate,
  tolerance: Fraction,
  { path, sentence }: { path: string; sentence: Sentence },
): Found | null {
  const rates = wholes
    .filter(({ value }) => value.sign > 0)
    .flatMap((whole) => parts.map((part) => ({ part, whole, rate: rateOf(part, whole) })))
  const first = rates.at(-1)
  const agrees = (rate: Fraction): boolean =>
    mayBeWrittenAs(rate, stated) || rate.subtract(stated.value).abs().compare(tolerance) <= 0
  if (!first || rates.some(({ rate }) => agrees(rate))) return null
  const correct = `${first.rate.toText(2, true)}%`
  return {
    path,
    read: `${quote(around(sentence, stated))}：${name}写的是 ${stated.text}，${show(first.part.value)}÷${show(first.whole.value)}=${correct}`,
    remedy: `把${name}改为 ${correct}，或核对这两个数`,
  }
}

const rateOf = (part: Quantity, whole: Quantity): Fraction => part.value.divide(whole.value).multiply(Fraction.of(100n))

/** The sentence up to a number, its last 36 characters. */
const around = ({ text }: Sentence, { end }: Quantity): string => text.slice(Math.max(0, end - 36), end)
