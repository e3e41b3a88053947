import type { Band } from '../rule-set.ts'
import type { CheckContext, Path } from './context.ts'

type Bounds = Pick<Band, 'from' | 'above' | 'to' | 'below' | 'is'>

/** A band or level has at most one end on each side, and something between them. */
export function checkBounds(bounds: Bounds, path: Path, context: CheckContext): void {
  const { from, above, to, below, is } = bounds
  const others = [from, above, to, below].some((end) => end !== undefined)
  if (is !== undefined && others)
    return context.fault([...path, 'is'], 'band_ends', '写了“is”（等于）就不用再写上下限，请只留一种。')
  if (from !== undefined && above !== undefined)
    return context.fault([...path, 'above'], 'band_ends', '“from”（≥）和“above”（>）只能写一个，请删去一个。')
  if (to !== undefined && below !== undefined)
    return context.fault([...path, 'below'], 'band_ends', '“to”（≤）和“below”（<）只能写一个，请删去一个。')
  const [lower, upper] = [from ?? above, to ?? below]
  if (lower === undefined || upper === undefined) return
  const closed = from !== undefined && to !== undefined
  if (lower > upper || (lower === upper && !closed))
    context.fault(path, 'band_empty', `下限 ${lower} 与上限 ${upper} 之间没有值，请改正。`)
}
