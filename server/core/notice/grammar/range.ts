import { map, maybe, or, seq, term, type Parser } from './parser.ts'
import { decimal, number } from './terms.ts'

/**
 * One end of a range. `mark` says whether the end itself belongs to it: written so (`in`, `out`: ≥, 超过, 含), by a word that
 * the Civil Code (art. 1259) counts inclusive (`word`: 以上, 以下, 以内), or not said (null).
 */
export interface End {
  readonly value: number
  readonly mark: 'in' | 'out' | 'word' | null
}

/** A range of values: 80%(含)-90%, 超过30%, 60%以下, ±5%以内, =0. */
export interface Range {
  readonly low: End | null
  readonly high: End | null
  /** `%` or a unit of counting; `''` when none is written. */
  readonly unit: string
  /** Written with ±: a range of the deviation, whichever way it goes. */
  readonly spread: boolean
}

type Mark = End['mark']

interface Quantity {
  readonly digits: string
  readonly unit: string
}

const unit = map(
  term(/%|个百分点|百分点|万元|亿元|元|个工作日|工作日|天|日|小时|个月|人次|人|次|项|个|件|起|家|例/),
  (text) => (text.endsWith('百分点') ? '%' : text),
)
const quantity: Parser<Quantity> = or(
  map(seq(term(/百分之/), number), ([, digits]) => ({ digits, unit: '%' })),
  // 20分 is an amount of points, 3名 a place, 2024年 a date: none is a value
  map(seq(number, unit), ([digits, name]) => ({ digits, unit: name })),
  map(seq(number, term(/(?![分名年月号.\d])/)), ([digits]) => ({ digits, unit: '' })),
)

/** (含), (不含), (含80%): what it says, and of which number if it names one. */
interface Bracket {
  readonly mark: 'in' | 'out'
  readonly of: string | null
}
const bracket: Parser<Bracket | null> = maybe(
  map(
    seq(
      term(/\(/),
      maybe(term(/不/)),
      term(/含|包括|包含/),
      maybe(term(/本数|该数/)),
      maybe(seq(number, maybe(term(/%/)))),
      term(/\)/),
    ),
    ([, not, , , of]): Bracket => ({
      mark: not ? 'out' : 'in',
      of: of ? of[0] : null,
    }),
  ),
)

const end = ({ digits }: Quantity, name: string, mark: Mark): End => ({
  value: decimal(digits, name === '%' ? 2 : 0),
  mark,
})

const PREFIXES: readonly (readonly [RegExp, 'low' | 'high' | 'both', 'in' | 'out'])[] = [
  [/≥|>=|不低于|不少于|不小于|大于等于|大于或等于|高于或等于|达到|达/, 'low', 'in'],
  [/≤|<=|=<|不超过|不高于|不大于|不多于|小于等于|小于或等于|低于或等于|控制在/, 'high', 'in'],
  [/>|超过|超出|高于|大于|多于/, 'low', 'out'],
  [/<|低于|小于|少于|不足|未达到|未达|不满|不到/, 'high', 'out'],
  [/=|等于/, 'both', 'in'],
]

/** ≥90%, 不低于90%, 超过30%, 低于60%(含), =0. */
const compared: Parser<Range> = or(
  ...PREFIXES.map(([words, side, stated]): Parser<Range> =>
    map(
      seq(
        term(words),
        maybe(term(/±|总(?:数|量|额)的/)),
        quantity,
        bracket,
        maybe(term(/(?:及|或)?(?:以上|以下|以内|之内)/)),
      ),
      ([, before, read, brackets]) => {
        const one = end(read, read.unit, brackets?.mark ?? stated)
        return {
          low: side === 'high' ? null : one,
          high: side === 'low' ? null : one,
          unit: read.unit,
          spread: before === '±',
        }
      },
    ),
  ),
)

/** 90%以上, 90%(含)以上, 90%及以上, 60%以下(不含), ±5%以内, ±20%以外. */
const worded: Parser<Range> = map(
  seq(
    maybe(term(/在/)),
    maybe(term(/±/)),
    quantity,
    bracket,
    maybe(term(/及|或|和|\/?含/)),
    term(/以上|以下|以内|之内|以外/),
    bracket,
  ),
  ([, spread, read, before, and, word, after]) => {
    const outside = word === '以外'
    const mark: Mark = before?.mark ?? after?.mark ?? (and ? 'in' : outside ? 'out' : 'word')
    const one = end(read, read.unit, mark)
    const above = outside || word === '以上'
    return { low: above ? one : null, high: above ? null : one, unit: read.unit, spread: spread !== null }
  },
)

/** 80%(含)-90%, 10-20%(含), 100%-80%(含80%), 在60%至70%之间, ±5-10%. */
const between: Parser<Range> = map(
  seq(
    maybe(term(/在|介于/)),
    maybe(term(/±/)),
    quantity,
    bracket,
    term(/[-至到]/),
    maybe(term(/±/)),
    quantity,
    bracket,
    maybe(term(/之间/)),
  ),
  ([, spread, first, firstBracket, , , second, secondBracket]) => {
    const name = second.unit || first.unit
    const marked = (read: Quantity, own: Bracket | null, other: Bracket | null): Mark => {
      const said = [own, other].find((one) => one?.of === read.digits) ?? (own?.of === null ? own : null)
      return said?.mark ?? null
    }
    const ends = [
      end(first, first.unit || name, marked(first, firstBracket, secondBracket)),
      end(second, second.unit || name, marked(second, secondBracket, firstBracket)),
    ].sort((a, b) => a.value - b.value)
    const [low, high] = ends
    if (!low || !high || low.value === high.value) return undefined
    return { low, high, unit: name, spread: spread !== null }
  },
)

/** 80%≤完成率<90%. */
const chained: Parser<Range> = map(
  seq(quantity, term(/[<≤]/), term(/[^\d,;。<>≤≥\n]{0,30}/), term(/[<≤]/), quantity),
  ([first, low, , high, second]) => {
    const name = second.unit || first.unit
    return {
      low: end(first, first.unit || name, low === '≤' ? 'in' : 'out'),
      high: end(second, second.unit || name, high === '≤' ? 'in' : 'out'),
      unit: name,
      spread: false,
    }
  },
)

export const range: Parser<Range> = or(chained, between, worded, compared)

/** 100%，得5分: a share that is compared with nothing. */
export const exactly: Parser<Range> = map(quantity, (read) => {
  if (read.unit !== '%') return undefined
  const one = end(read, read.unit, 'in')
  return { low: one, high: one, unit: read.unit, spread: false }
})
