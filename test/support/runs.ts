/**
 * How long and from which seed the random tests run. `HENGPING_RUNS=long` runs the full figures; `HENGPING_SEED=…`
 * runs a reported failure again.
 */
export const LONG = process.env['HENGPING_RUNS'] === 'long'
export const SEED = Number(process.env['HENGPING_SEED'] ?? 20_240_406)

/** Parameters for `fc.assert`: `full` runs in long mode, `short` otherwise. */
export function runs(full: number, short: number): { numRuns: number; seed: number } {
  return { numRuns: LONG ? full : short, seed: SEED }
}

/** The seed, for the name of a test, so that a failing run says how to repeat it. */
export const seeded = (name: string): string => `${name} (HENGPING_SEED=${SEED})`
