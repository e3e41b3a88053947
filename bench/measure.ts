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
  /** How many times as long as ours for the same forms, the quickest round compared with our quickest: where others use the machine too, what is nearest to both by themselves. */
  readonly against: string | null
  readonly ratio: number | null
  /** JavaScript values made a form, in kB; null where the process cannot say. */
  readonly kilobytes: number | null
  /** The process's memory at most, in MB. */
  readonly megabytes: number
}

/**
 * Times everybody in turn, round by round, so that whatever else the machine does falls on all of them alike. The first
 * rounds warm up and do not count. Who decides fewer forms is compared with what ours takes for the same few: forms that
 * are many and large do not stay in the machine's nearest memory, and that is no merit of whoever is asked for less.
 */
export async function measure(
  contenders: readonly Contender[],
  forms: readonly Form[],
  rounds: number,
): Promise<Figure[]> {
  const runs = runsOf(contenders, forms)
  const memory = new Map<string, number>()
  for (let round = -WARMING; round < rounds; round++)
    for (const { contender, part, times } of runs) {
      // few forms are decided many times over, so that the clock can tell
      const again = Math.ceil(Math.min(LEAST_FORMS, contender.most) / part.length)
      const start = performance.now()
      for (let time = 0; time < again; time++) await decideAll(contender, part)
      if (round >= 0) times.push(((performance.now() - start) * 1000) / (part.length * again))
      memory.set(contender.name, Math.max(memory.get(contender.name) ?? 0, process.memoryUsage.rss()))
    }
  const leastOf = (name: string, count: number): number =>
    at(runs.find(({ contender, part }) => contender.name === name && part.length === count)?.times ?? [], 0)
  const figures: Figure[] = []
  for (const { contender, part, times } of runs.slice(0, contenders.length)) {
    const { name, does, against = null } = contender
    figures.push({
      ...{ name, does, forms: part.length, rounds },
      ...{ median: at(times, 0.5), least: at(times, 0), quarter: at(times, 0.25), threeQuarters: at(times, 0.75) },
      against,
      ratio: against === null ? null : at(times, 0) / leastOf(against, part.length),
      kilobytes: await kilobytesOf(contender, forms),
      megabytes: Math.round((memory.get(name) ?? 0) / 1e6),
    })
  }
  return figures
}

/** Somebody's turn in every round, with the forms it decides in it. */
interface Run {
  readonly contender: Contender
  readonly part: readonly Form[]
  readonly times: number[]
}

/** Everybody's turn, then those of ours that others are compared with, for as many forms as these decide. */
function runsOf(contenders: readonly Contender[], forms: readonly Form[]): Run[] {
  const runOf = (contender: Contender, count: number): Run => ({ contender, part: forms.slice(0, count), times: [] })
  const runs = contenders.map((contender) => runOf(contender, contender.most))
  const isThere = (name: string, count: number): boolean =>
    runs.some(({ contender, part }) => contender.name === name && part.length === count)
  for (const { contender, part } of runs.slice()) {
    const compared = contenders.find(({ name }) => name === contender.against)
    if (compared && !isThere(compared.name, part.length)) runs.push(runOf(compared, part.length))
  }
  return runs
}

const WARMING = 3
/** Decided in a round at least, the same ones over again where there are fewer. */
const LEAST_FORMS = 1000

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
