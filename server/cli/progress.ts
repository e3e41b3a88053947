import type { Terminal } from './terminal.ts'

/** How often a screen is told, in milliseconds. */
const EVERY = 2_000

/** Tells a person who watches how far a long work has got, as a line now and then; a file or another program nothing. */
export function progressOn({ columns, complain }: Terminal, what: string): (done: number, total: number) => void {
  if (columns === null) return () => {}
  let told = performance.now()
  return (done, total) => {
    if (performance.now() - told < EVERY || done === total) return
    told = performance.now()
    complain(`${what}：${done} / ${total}（${Math.floor((100 * done) / total)}%）`)
  }
}
