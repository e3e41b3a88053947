import type fc from 'fast-check'

/**
 * How long and from which seed the random tests run. `HENGPING_RUNS=long` runs the full figures; `HENGPING_SEED=…`
 * runs a reported failure again.
 */
export const LONG = process.env['HENGPING_RUNS'] === 'long'
export const SEED = Number(process.env['HENGPING_SEED'] ?? 20_240_406)

/** Parameters for `fc.assert`: `full` runs in long mode, `short` otherwise, and then no endless search for a smaller failure. */
export function runs(full: number, short: number): fc.Parameters<unknown> & { numRuns: number } {
  const limit = LONG ? {} : { interruptAfterTimeLimit: 90_000, markInterruptAsFailure: true }
  return { numRuns: LONG ? full : short, seed: SEED, ...limit }
}

/** The seed, for the name of a test, so that a failing run says how to repeat it. */
export const seeded = (name: string): string => `${name} (HENGPING_SEED=${SEED})`
