import type { Contender, Form } from './peers/contender.ts'

/** µs a form: the median of all rounds, the middle half of them and the quickest. `megabytes`: the process's memory at most. */
export interface Figure {
  readonly name: string
  readonly forms: number
  readonly rounds: number
  readonly median: number
  readonly least: number
  readonly quarter: number
  readonly threeQuarters: number
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
  const times = contenders.map((): number[] => [])
  const memory = contenders.map(() => 0)
  for (let round = -WARMING; round < rounds; round++)
    for (const [index, contender] of contenders.entries()) {
      const part = forms.slice(0, contender.most)
      // a single form is decided many times over, so that the clock can tell
      const times_ = part.length === 1 ? 200 : 1
      const start = performance.now()
      for (let again = 0; again < times_; again++)
        for (const form of part) {
          const answer = contender.decide(form)
          if (answer instanceof Promise) await answer
        }
      await contender.settled?.()
      const each = ((performance.now() - start) * 1000) / (part.length * times_)
      if (round >= 0) times[index]?.push(each)
      memory[index] = Math.max(memory[index] ?? 0, process.memoryUsage.rss())
    }
  return contenders.map(({ name, most }, index) => {
    const sorted = (times[index] ?? []).sort((a, b) => a - b)
    const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN
    return {
      name,
      forms: Math.min(forms.length, most),
      rounds,
      median: at(0.5),
      least: at(0),
      quarter: at(0.25),
      threeQuarters: at(0.75),
      megabytes: Math.round((memory[index] ?? 0) / 1e6),
    }
  })
}

const WARMING = 2
