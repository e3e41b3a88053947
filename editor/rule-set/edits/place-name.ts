import type { Path } from '../../../server/core/describe/index.ts'
import type { Indicator } from '../../../server/core/rule-set.ts'
import { criterionWords } from '../../text/criterion.zh-CN.ts'
import { valueAt } from './place.ts'

/** What a place inside an indicator is called: `scoring/bands/2/from` is 第 3 档下限. */
export function placeName(indicator: Indicator, path: Path): string {
  const { places, entry } = criterionWords
  const condition = path.findIndex((key) => CONDITIONS.has(String(key)))
  const shown = condition < 0 ? path : path.slice(0, condition + 1)
  const key = String(shown[shown.length - 1])
  const list = lastList(shown)
  const owner = list < 0 ? '' : String(shown[list])
  const where = list < 0 ? '' : entry(owner, Number(shown[list + 1]) + 1)
  const method = String(valueAt(indicator, [...criterionPath(path), 'method']))
  const own = places[`${owner}.${key}`] ?? places[`${method}.${key}`] ?? places[key] ?? key
  return condition < 0 || condition === path.length - 1 ? where + own : where + own + places['inCondition']
}

/** `['scoring']`, or `['scoring', 1]` in a list of them. */
export const criterionPath = (path: Path): Path => path.slice(0, typeof path[1] === 'number' ? 2 : 1)

const CONDITIONS: ReadonlySet<string> = new Set(['applies', 'when', 'where', 'conditions'])
const LISTS: ReadonlySet<string> = new Set(['bands', 'items', 'levels', 'cases', 'deductions'])

function lastList(path: Path): number {
  let found = -1
  path.forEach((key, index) => {
    if (LISTS.has(String(key)) && typeof path[index + 1] === 'number') found = index
  })
  return found
}
