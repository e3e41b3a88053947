/**
 * How long and from which seed the random tests run. `HENGPING_RUNS=long` runs the full figures; `HENGPING_SEED=…`
 * runs a reported failure again.
 */
export const LONG = process.env['HENGPING_RUNS'] === 'long'
/** By how many times a run among others may miss a figure against the clock; a long run holds each as it is. */
export const PATIENCE = LONG ? 1 : 5
export const SEED = Number(process.env['HENGPING_SEED'] ?? 20_240_406)

/** Parameters for `fc.assert`: `full` runs in long mode, `short` otherwise. Long mode reports the first failure as it is. */
export const runs = (full: number, short: number): { numRuns: number; seed: number; endOnFailure: boolean } => ({
  numRuns: LONG ? full : short,
  seed: SEED,
  endOnFailure: LONG,
})

/** How long a smaller failure is looked for, in milliseconds. */
const SHRINKING = 30_000

/**
 * A predicate that stops looking for a smaller failure some time after the first one: from then on every candidate
 * passes, and the smallest failure found so far is the one reported.
 */
export function briefly<A extends unknown[], R>(predicate: (...values: A) => R): (...values: A) => R {
  let failedAt: number | null = null
  const fail = (error: unknown): never => {
    failedAt ??= performance.now()
    throw error
  }
  return (...values) => {
    if (failedAt !== null && performance.now() - failedAt > SHRINKING) return undefined as R
    try {
      const result = predicate(...values)
      return result instanceof Promise ? (result.catch(fail) as R) : result
    } catch (error) {
      return fail(error)
    }
  }
}

/** The seed, for the name of a test, so that a failing run says how to repeat it. */
export const seeded = (name: string): string => `${name} (HENGPING_SEED=${SEED})`
