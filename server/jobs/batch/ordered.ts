/**
 * Gives work to workers as they come free and hands the results on in the order of the work, with no more of it begun
 * than `ahead`: whoever takes the results slowly slows the reading down.
 * @param act does one piece with one worker
 * @param take told of every result in order; the next ones wait for it
 */
export async function inOrder<W, I, R>(
  workers: readonly W[],
  work: AsyncIterable<I>,
  ahead: number,
  act: (worker: W, item: I) => Promise<R>,
  take: (result: R) => Promise<void>,
): Promise<void> {
  const free = [...workers]
  const waiting: ((worker: W) => void)[] = []
  const acquire = (): Promise<W> => {
    const worker = free.pop()
    return worker === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(worker)
  }
  const release = (worker: W): void => {
    const next = waiting.shift()
    if (next) next(worker)
    else free.push(worker)
  }
  const begun: Promise<R>[] = []
  for await (const item of work) {
    const worker = await acquire()
    const result = act(worker, item).finally(() => release(worker))
    // whoever awaits it hears of its fault; until then it is nobody's
    result.catch(() => undefined)
    begun.push(result)
    if (begun.length >= ahead) await take(await begun.shift()!)
  }
  for (const result of begun) await take(await result)
}
