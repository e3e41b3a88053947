import type { Contender, Form } from './peers/contender.ts'

/** µs a form: the median of all rounds, the middle half of them and the quickest. */
export interface Figure {
  readonly name: string
  readonly does: string
  readonly forms: number
  readonly rounds: number
  readonly median: number
  readonly least: number
  readonly quarter: number
  readonly threeQuarters: number
  /** How many times as long as ours, the quickest round compared with our quickest: where others use the machine too, what is nearest to both by themselves. */
  readonly against: string | null
  readonly ratio: number | null
  /** JavaScript values made a form, in kB; null where the process cannot say. */
  readonly kilobytes: number | null
  /** The process's memory at most, in MB. */
  readonly megabytes: number
}

/**
 * Times everybody in turn, round by round, so that whatever else the machine does falls on all of them alike. The first
 * rounds warm up and do not count.
 */
export async function measure(
  contenders: readonly Contender[],
  forms: readonly Form[],
  rounds: number,
): Promise<Figure[]> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]))
  const memory = new Map<string, number>()
  for (let round = -WARMING; round < rounds; round++)
    for (const contender of contenders) {
      const { name } = contender
      const part = forms.slice(0, contender.most)
      // few forms are decided many times over, so that the clock can tell
      const again = Math.ceil(Math.min(LEAST_FORMS, contender.most) / part.length)
      const start = performance.now()
      for (let time = 0; time < again; time++) await decideAll(contender, part)
      if (round >= 0) times.get(name)?.push(((performance.now() - start) * 1000) / (part.length * again))
      memory.set(name, Math.max(memory.get(name) ?? 0, process.memoryUsage.rss()))
    }
  const figures: Figure[] = []
  for (const contender of contenders) {
    const { name, does, most, against = null } = contender
    const own = times.get(name) ?? []
    figures.push({
      ...{ name, does, forms: Math.min(forms.length, most), rounds },
      ...{ median: at(own, 0.5), least: at(own, 0), quarter: at(own, 0.25), threeQuarters: at(own, 0.75) },
      against,
      ratio: against === null ? null : at(own, 0) / at(times.get(against) ?? [], 0),
      kilobytes: await kilobytesOf(contender, forms),
      megabytes: Math.round((memory.get(name) ?? 0) / 1e6),
    })
  }
  return figures
}

const WARMING = 3
const LEAST_FORMS = 300

async function decideAll(contender: Contender, forms: readonly Form[]): Promise<void> {
  for (const form of forms) {
    const answer = contender.decide(form)
    if (answer instanceof Promise) await answer
  }
  await contender.settled?.()
}

/** What the heap grows by over a few forms, between which nothing is thrown away. */
async function kilobytesOf(contender: Contender, forms: readonly Form[]): Promise<number | null> {
  if (!globalThis.gc) return null
  const few = Array.from({ length: 50 }, (_, index) => forms[index % forms.length] as Form)
  const grown: number[] = []
  for (let time = 0; time < 7; time++) {
    globalThis.gc()
    const before = process.memoryUsage().heapUsed
    await decideAll(contender, few)
    grown.push((process.memoryUsage().heapUsed - before) / few.length / 1000)
  }
  return at(grown, 0.5)
}

/** The value that a share of all lies below. */
export function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? NaN
}
