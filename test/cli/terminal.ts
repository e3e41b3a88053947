import { join } from 'node:path'
import { run } from '../../server/cli/run.ts'
import { projectRoot } from '../../server/project.ts'

export interface Ran {
  readonly code: number
  readonly output: string
  readonly complaints: string
}

/** Runs a command line in this process. */
export async function runCommand(...args: string[]): Promise<Ran> {
  const output: string[] = []
  const complaints: string[] = []
  const code = await run(
    args,
    { root: projectRoot, rules: join(projectRoot, 'rules') },
    {
      print: (text) => output.push(text),
      complain: (text) => complaints.push(text),
      columns: null,
      colour: false,
    },
  )
  return { code, output: output.join('\n'), complaints: complaints.join('\n') }
}
