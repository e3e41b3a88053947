import { NO_GRADE, NO_POINTS, type Outcomes } from './core/what-if/adding.ts'
import type { Stillness } from './core/what-if/stillness.ts'
import { fromPoints, toPoints, type Thousandths } from './core/points.ts'
import type { GradeBand, RuleSet } from './core/rule-set.ts'
import type { Distribution, Effect } from './http/shapes.ts'

export interface Who {
  readonly id: string
  readonly name: string
  readonly mark?: string | undefined
}

/** What a list of gradings needs to be compared: outcomes in the same order as `who`. */
export interface Comparison {
  readonly who: readonly Who[]
  readonly before: Outcomes
  readonly after: Outcomes
}

const HISTOGRAM_STEPS = 20
const SHOWN_MOVERS = 10
const SHOWN_NEAR = 20
/** This close to where a grade begins, in thousandths: half a point. */
const NEAR = 500

/** What changed between two rule sets, over the same submissions. `stillness`: why nothing moves, asked only then. */
export function measureEffect(
  { who, before, after }: Comparison,
  old: RuleSet,
  edited: RuleSet,
  stillness: () => readonly Stillness[],
): Effect {
  const names = (ruleSet: RuleSet): readonly (string | null)[] => (ruleSet.grades ?? []).map(({ name }) => name)
  const [oldNames, newNames] = [names(old), names(edited)]
  const gradeBefore = (form: number): string | null => oldNames[before.grades[form] ?? NO_GRADE] ?? null
  const gradeAfter = (form: number): string | null => newNames[after.grades[form] ?? NO_GRADE] ?? null

  let changed = 0
  const moves = new Map<string, Effect['gradeMoves'][number]>()
  const movers = new Most<number>(SHOWN_MOVERS)
  const idOf = (form: number): string => who[form]?.id ?? ''
  for (let form = 0; form < who.length; form++) {
    const [points, now] = [before.points[form] as number, after.points[form] as number]
    const [from, to] = [gradeBefore(form), gradeAfter(form)]
    if (points === now && from === to) continue
    changed += 1
    if (from !== null && to !== null && from !== to) {
      const key = JSON.stringify([from, to])
      moves.set(key, { from, to, count: (moves.get(key)?.count ?? 0) + 1 })
    }
    if (points !== NO_POINTS && now !== NO_POINTS) movers.add(form, Math.abs(now - points), idOf(form))
  }
  const rankOf = (name: string): number => (oldNames.includes(name) ? oldNames.indexOf(name) : oldNames.length)
  const identity = (form: number) => ({ id: idOf(form), name: who[form]?.name ?? '', mark: who[form]?.mark ?? null })
  return {
    size: who.length,
    before: distribute(before, old),
    after: distribute(after, edited),
    changed,
    gradeMoves: [...moves.values()].sort((a, b) => rankOf(a.from) - rankOf(b.from) || rankOf(a.to) - rankOf(b.to)),
    movers: movers.listed().map((form) => ({
      ...identity(form),
      before: { points: toPoints(before.points[form] as number), grade: gradeBefore(form) },
      after: { points: toPoints(after.points[form] as number), grade: gradeAfter(form) },
    })),
    near: nearEdges(after, edited.grades ?? [], idOf, (form, edge) => ({
      ...identity(form),
      points: toPoints(after.points[form] as number),
      grade: gradeAfter(form),
      edge,
    })),
    still: changed === 0 ? [...stillness()] : [],
  }
}

function distribute({ points, grades }: Outcomes, ruleSet: RuleSet): Distribution {
  const histogram = Array.from({ length: HISTOGRAM_STEPS }, () => 0)
  const counts = (ruleSet.grades ?? []).map(() => 0)
  const full = fromPoints(ruleSet.points)
  let [graded, sum] = [0, 0]
  for (let form = 0; form < points.length; form++) {
    const total = points[form] as number
    if (total === NO_POINTS) continue
    graded += 1
    sum += total
    const step = Math.floor((total * HISTOGRAM_STEPS) / full)
    const index = Math.min(Math.max(step, 0), HISTOGRAM_STEPS - 1)
    histogram[index] = (histogram[index] ?? 0) + 1
    const grade = grades[form] as number
    if (grade !== NO_GRADE) counts[grade] = (counts[grade] ?? 0) + 1
  }
  return {
    graded,
    open: points.length - graded,
    mean: graded === 0 ? null : mean(sum, graded),
    grades: (ruleSet.grades ?? []).map(({ name }, index) => ({ name, count: counts[index] ?? 0 })),
    histogram,
  }
}

/** To the hundredth of a 分, half up; the sum is whole thousandths, so it is exact. */
const mean = (sum: Thousandths, count: number): number =>
  toPoints(10 * Math.floor((2 * sum + 10 * count) / (20 * count)))

/** Those whose points lie close to where a grade begins; the lowest grade begins where nobody can fall further. */
function nearEdges<T>(
  { points }: Outcomes,
  grades: readonly GradeBand[],
  idOf: (form: number) => string,
  tell: (form: number, edge: { readonly grade: string; readonly from: number; readonly by: number }) => T,
): { count: number; listed: T[] } {
  const edges = grades.slice(0, -1).map(({ from }) => fromPoints(from))
  const nearest = new Most<{ readonly form: number; readonly edge: number; readonly by: Thousandths }>(SHOWN_NEAR)
  let count = 0
  for (let form = 0; form < points.length; form++) {
    const total = points[form] as number
    if (total === NO_POINTS) continue
    let edge = -1
    let by = NEAR + 1
    for (let index = 0; index < edges.length; index++) {
      const distance = total - (edges[index] as Thousandths)
      if (Math.abs(distance) >= Math.abs(by)) continue
      edge = index
      by = distance
    }
    if (edge < 0) continue
    count += 1
    nearest.add({ form, edge, by }, -Math.abs(by), idOf(form))
  }
  return {
    count,
    listed: nearest.listed().map(({ form, edge, by }) => {
      const { name } = grades[edge] as GradeBand
      return tell(form, { grade: name, from: toPoints(edges[edge] as Thousandths), by: toPoints(by) })
    }),
  }
}

/** The few with the highest weight, by id where weights are equal. */
class Most<T> {
  readonly #kept: { readonly item: T; readonly weight: number; readonly id: string }[] = []

  constructor(private readonly size: number) {}

  add(item: T, weight: number, id: string): void {
    const kept = this.#kept
    const last = kept[kept.length - 1]
    if (kept.length === this.size && last && !precedes(weight, id, last)) return
    let place = kept.length
    while (place > 0 && precedes(weight, id, kept[place - 1] as { weight: number; id: string })) place -= 1
    kept.splice(place, 0, { item, weight, id })
    if (kept.length > this.size) kept.pop()
  }

  listed(): T[] {
    return this.#kept.map(({ item }) => item)
  }
}

const precedes = (weight: number, id: string, other: { readonly weight: number; readonly id: string }): boolean =>
  weight > other.weight || (weight === other.weight && id < other.id)
