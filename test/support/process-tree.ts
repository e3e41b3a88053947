import { readdir, readFile } from 'node:fs/promises'

/** What a process and all it started took. */
export interface Taken {
  /** Most memory at any moment, all together, in megabytes: shared pages counted once (PSS). */
  readonly megabytes: number
  /** Time on a processor, of all together. */
  readonly processorSeconds: number
}

const TICKS = 100

/** Watches a process and all below it, every few moments, until told to stop. Reads `/proc`. */
export function watchTree(pid: number, every = 100): { stop(): Promise<Taken> } {
  let megabytes = 0
  let running = true
  const seconds = new Map<number, number>()
  const look = async (): Promise<void> => {
    const pids = await treeOf(pid)
    const all = await Promise.all(pids.map(async (one) => [one, await memoryOf(one), await timeOf(one)] as const))
    megabytes = Math.max(
      megabytes,
      all.reduce((sum, [, memory]) => sum + memory, 0),
    )
    for (const [one, , time] of all) if (time > 0) seconds.set(one, time)
  }
  const looking = (async () => {
    while (running) {
      await look()
      await new Promise((resolve) => setTimeout(resolve, every))
    }
  })()
  return {
    stop: async () => {
      running = false
      await looking
      return { megabytes, processorSeconds: [...seconds.values()].reduce((sum, one) => sum + one, 0) }
    },
  }
}

/** A process and all it started, itself first. */
export async function treeOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [] as string[])
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  )
  const children = lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number))
  return [pid, ...(await Promise.all(children.map(treeOf))).flat()]
}

async function memoryOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024
}

async function timeOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS
}
