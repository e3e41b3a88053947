import { numberText } from '../../format.ts'
import type { FieldDefinition } from '../../../server/core/rule-set.ts'

interface Bounds {
  readonly from?: number | undefined
  readonly above?: number | undefined
  readonly to?: number | undefined
  readonly below?: number | undefined
  readonly is?: number | undefined
}

/** A band's ends as a notice prints them: 80%（含）–90%, 高于 30%, 等于 0. */
export function boundsText(bounds: Bounds, fact?: FieldDefinition): string {
  const text = (value: number) => numberText(value, fact)
  if (bounds.is !== undefined) return `等于 ${text(bounds.is)}`
  const low = bounds.from ?? bounds.above
  const high = bounds.to ?? bounds.below
  if (low !== undefined && high !== undefined) {
    return `${text(low)}${bounds.from !== undefined ? '（含）' : ''}–${text(high)}${bounds.to !== undefined ? '（含）' : ''}`
  }
  if (low !== undefined) return `${bounds.from !== undefined ? '不低于' : '高于'} ${text(low)}`
  if (high !== undefined) return `${bounds.to !== undefined ? '不高于' : '低于'} ${text(high)}`
  return '任何值'
}
