import { setTimeout } from 'node:timers/promises'

const PAUSE = 20

export interface Asked {
  readonly asked: number
  /** In milliseconds: the worst of a hundred, and of all. */
  readonly p99: number
  readonly worst: number
}

/** Asks one thing after another until told to stop, as a page that is open does. @throws when one is not answered with 200 */
export async function askService(address: string, paths: readonly string[], goesOn: () => boolean): Promise<Asked> {
  const times: number[] = []
  while (goesOn()) {
    const path = paths[times.length % paths.length]!
    const began = performance.now()
    const response = await fetch(address + path)
    await response.arrayBuffer()
    times.push(performance.now() - began)
    if (response.status !== 200) throw new Error(`${path} is answered with ${response.status}`)
    await setTimeout(PAUSE)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number => Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))]!)
  return { asked: times.length, p99: at(0.99), worst: at(1) }
}
