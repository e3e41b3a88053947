/**
 * Runs a pure function and says how long it takes. What seems slow is run again, up to four times, and the quickest run
 * counts: a busy machine or a garbage collection is not the function's doing.
 */
export function timed<T>(run: () => T, slow = 100): { result: T; milliseconds: number } {
  let milliseconds = Infinity
  let result: T | undefined
  for (let attempt = 0; attempt < 5 && milliseconds >= slow; attempt++) {
    const start = performance.now()
    result = run()
    milliseconds = Math.min(milliseconds, performance.now() - start)
  }
  return { result: result as T, milliseconds }
}
