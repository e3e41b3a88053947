import type { Describer, Path, Token } from '../../../server/core/describe/index.ts'
import { withThousands } from '../../../server/core/explain/format-value.ts'
import { Fraction } from '../../../server/core/fraction.ts'
import { parsed, refused, type Parsed } from '../../../server/core/issue.ts'
import { parseNumber } from '../../../server/core/number.ts'
import { criterionWords } from '../../text/criterion.zh-CN.ts'

/** How a number is shown in its field, and read back. */
export interface NumberShape {
  /** Kept as 0.95, shown and typed as 95. */
  readonly percent: boolean
  /** What stands behind the field: `%`, ` 万元`, ` 个百分点`; empty where nothing does. */
  readonly suffix: string
  /** The unit that may be typed along. */
  readonly unit: string
  readonly limit: Limit
}

type Limit = 'any' | 'positive' | 'notNegative' | 'share'

/** What each number may be at all, after `server/core/rule-set.ts`. */
const LIMITS: Readonly<Record<string, Limit>> = {
  points: 'notNegative',
  pointsAtEnd: 'notNegative',
  otherwise: 'notNegative',
  step: 'positive',
  max: 'positive',
  above: 'any',
  of: 'positive',
}

const HUNDRED = Fraction.of(100n)

/** The shape of a number of a sentence. */
export function shapeOf(describer: Describer, token: Extract<Token, { kind: 'number' }>, method: string): NumberShape {
  const info = token.like === null ? null : describer.info(token.like)
  const suffix = /[^\d,.−-].*$/su.exec(token.text)?.[0] ?? ''
  const percent = info ? info.percent : suffix === '%'
  return { percent, suffix, unit: percent ? '%' : (info?.unit ?? ''), limit: limitOf(token.path, method) }
}

/** The shape of a number that is compared with values of a fact, or of plain points (`like` null). */
export function shapeLike(describer: Describer, like: string | null, limit: Limit = 'any'): NumberShape {
  const info = like === null ? null : describer.info(like)
  const unit = info?.unit ?? ''
  return {
    percent: info?.percent ?? false,
    suffix: info?.percent || unit === '%' ? '%' : unit === '' ? '' : ` ${unit}`,
    unit: info?.percent ? '%' : unit,
    limit,
  }
}

export const POINTS: NumberShape = {
  percent: false,
  suffix: ` ${criterionWords.points(0)}`,
  unit: '分',
  limit: 'notNegative',
}
export const SHARE: NumberShape = { percent: true, suffix: '%', unit: '%', limit: 'share' }

export function limitOf(path: Path, method: string): Limit {
  const key = String(path[path.length - 1])
  if (path[path.length - 2] === 'overAchievement') return 'positive'
  if (key === 'share' && path.includes('params')) return 'share'
  if (key === 'points' && !path.includes('params') && (method === 'steps' || method === 'count')) return 'positive'
  return key === 'above' ? 'any' : (LIMITS[key] ?? 'any')
}

/** The number as its field shows it, exactly: 0.95 as 95 where it is a percentage. */
export function numberInField(value: number, { percent }: NumberShape): string {
  const exact = Fraction.fromNumber(value)
  return withThousands((percent ? exact.multiply(HUNDRED) : exact).toText(15, true))
}

/**
 * Reads what was typed as a form is read (full-width digits, thousands, the unit or `％` behind it), exactly: 95 under
 * `%` is 0.95, never a neighbour of it. Refused with a sentence (path is empty).
 */
export function readNumber(text: string, { percent, unit, limit }: NumberShape): Parsed<number> {
  const plain = text
    .normalize('NFKC')
    .replace(/。/gu, '.')
    .replace(/\s*个百分点$/u, '')
  const read = parseNumber(plain, unit === '' ? {} : { unit })
  if (!read.ok) return read
  if (read.value === null) return fault(criterionWords.faults.empty)
  const value = percent ? Fraction.fromNumber(read.value).divide(HUNDRED).toNumber() : read.value
  if (limit === 'positive' && value <= 0) return fault(criterionWords.faults.positive)
  if (limit === 'notNegative' && value < 0) return fault(criterionWords.faults.negative)
  if (limit === 'share' && (value < 0 || value > 1)) return fault(criterionWords.faults.share)
  return parsed(value)
}

const fault = (message: string): Parsed<never> => refused([{ path: '', code: 'number', message }])
