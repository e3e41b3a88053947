import { MEMORY_MEGABYTES, type FromProcess, type Perform, type ToProcess } from './jobs.ts'
import { freezeBuiltIns } from './freeze-built-ins.ts'
import { startWatchdog } from './watchdog.ts'

/** Beside the memory that rule sets may take: the program itself, and what is being sent. */
const BESIDE_MEGABYTES = 256

/**
 * Does jobs for the process that started this one, one after the other, until it lets go.
 * @returns when it has
 */
export function serveJobs(perform: Perform): Promise<void> {
  const materials = new Map<string, unknown>()
  startWatchdog(MEMORY_MEGABYTES + BESIDE_MEGABYTES)
  process.on('message', (message: ToProcess) => {
    if ('keep' in message) for (const [name, content] of message.keep) materials.set(name, content)
    else if ('forget' in message) for (const name of message.forget) materials.delete(name)
    else void answer(message.id, () => perform(message.kind, message.input, materials))
  })
  // a terminal tells all its processes to stop; ours stops when its parent has no more to ask
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  freezeBuiltIns()
  send({ ready: true })
  return new Promise((resolve) => process.once('disconnect', resolve))
}

async function answer(id: number, run: () => ReturnType<Perform>): Promise<void> {
  try {
    send({ id, answer: await run() })
  } catch (error) {
    send({ id, fault: error instanceof Error ? `${error.stack ?? error.message}` : String(error) })
  }
}

function send(message: FromProcess): void {
  process.send?.(message)
}
