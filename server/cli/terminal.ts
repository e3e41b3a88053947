/** Where a command writes: the real streams, or a test's. */
export interface Terminal {
  /** To standard output, a line break added. */
  readonly print: (text: string) => void
  /** To standard error, a line break added. */
  readonly complain: (text: string) => void
  /** Columns of the screen; null when the output goes to a file or another program. */
  readonly columns: number | null
  readonly colour: boolean
}

export function processTerminal(): Terminal {
  // whoever reads may stop early (`| head`): that is no fault
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  const isScreen = process.stdout.isTTY === true
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
    columns: isScreen ? process.stdout.columns : null,
    colour: isScreen && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb',
  }
}

/** Exit codes: done, a negative verdict, unusable input or arguments. */
export const DONE = 0
export const NEGATIVE = 1
export const UNUSABLE = 2
export type ExitCode = typeof DONE | typeof NEGATIVE | typeof UNUSABLE
