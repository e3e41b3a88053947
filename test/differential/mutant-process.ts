import { runPairs } from './run.ts'

/** Looks for the first pair that shows a fault; prints how many pairs that took, or null. An exception shows it as well. */
const [seed = 0, most = 0] = process.argv.slice(2).map(Number)
let pairs = 0
try {
  const report = await runPairs(seed, most, (so) => (pairs = so), { shrinking: false })
  console.log(JSON.stringify(report.failure ? { pairs: report.pairs, by: report.failure.drawn[0]?.between } : null))
} catch (error) {
  console.log(JSON.stringify({ pairs: pairs + 1, by: `${error instanceof Error ? error.name : 'exception'}` }))
}
