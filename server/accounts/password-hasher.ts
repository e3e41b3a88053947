import { fork, type ChildProcess } from 'node:child_process'
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { projectRoot } from '../project.ts'

export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** What is kept of a password, as a body: nothing of it can be read back. */
export interface PasswordSecret {
  readonly format: 'hengping/password@1'
  readonly cost: ScryptCost
  readonly salt: string
  readonly key: string
}

/** A third of a second and 128 MB a password (measured with Node 20). */
export const SCRYPT_COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 }

const AT_ONCE = 2
const WAITING = 20
/** A hash that takes this long will not come. */
const DEADLINE = 30_000

/** So many logins wait that one more is refused. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy'
}

interface Job {
  readonly message: { readonly password: string; readonly salt: string; readonly cost: ScryptCost }
  readonly resolve: (key: Buffer) => void
  readonly reject: (error: Error) => void
}

/** Hashes and checks passwords: at most two at once, at most twenty waiting, in a process of its own. */
export class PasswordHasher {
  readonly #cost: ScryptCost
  readonly #queue: Job[] = []
  readonly #running = new Map<number, Job & { readonly timer: NodeJS.Timeout }>()
  #child: ChildProcess | null = null
  #next = 0

  constructor(cost: ScryptCost = SCRYPT_COST) {
    this.#cost = cost
  }

  /** Starts the process ahead of the first login. */
  warm(): void {
    this.#process()
  }

  /** @throws TooBusy */
  async hash(password: string): Promise<PasswordSecret> {
    const salt = randomBytes(16).toString('base64')
    const key = await this.#run({ password: normalize(password), salt, cost: this.#cost })
    return { format: 'hengping/password@1', cost: this.#cost, salt, key: key.toString('base64') }
  }

  /**
   * Whether this is the password; takes as long for `null` (no such account), so that the time tells nothing.
   * @throws TooBusy
   */
  async verify(password: string, secret: PasswordSecret | null): Promise<boolean> {
    const { salt, cost, key } = secret ?? { salt: 'AAAAAAAAAAAAAAAAAAAAAA==', cost: this.#cost, key: '' }
    const found = await this.#run({ password: normalize(password), salt, cost })
    const expected = Buffer.from(key, 'base64')
    return found.length === expected.length && timingSafeEqual(found, expected)
  }

  close(): void {
    this.#child?.kill('SIGKILL')
  }

  #run(message: Job['message']): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#queue.length >= WAITING) return reject(new TooBusy())
      this.#queue.push({ message, resolve, reject })
      this.#advance()
    })
  }

  #advance(): void {
    while (this.#running.size < AT_ONCE && this.#queue.length > 0) {
      const job = this.#queue.shift()!
      const id = this.#next++
      const child = this.#process()
      const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE)
      this.#running.set(id, { ...job, timer })
      // told by its callback, an error is not thrown at the service as a whole
      child.send({ id, ...job.message }, (error) => error && this.#lost(child))
    }
  }

  #process(): ChildProcess {
    if (this.#child) return this.#child
    const child = fork(join(projectRoot, 'server', 'accounts', 'scrypt-process.js'), [], {
      execArgv: ['--disallow-code-generation-from-strings'],
      env: { UV_THREADPOOL_SIZE: String(AT_ONCE) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.on('message', (answer: { id: number; key?: string; error?: string }) => this.#settle(answer))
    child.on('error', () => this.#lost(child))
    child.once('exit', () => this.#lost(child))
    // while it works, the timer of its job keeps the service going; idle, it keeps nobody
    child.unref()
    child.channel?.unref()
    this.#child = child
    return child
  }

  #settle({ id, key, error }: { id: number; key?: string; error?: string }): void {
    const job = this.#running.get(id)
    if (!job) return
    this.#running.delete(id)
    clearTimeout(job.timer)
    if (key === undefined) job.reject(new Error(`scrypt: ${error ?? 'no key'}`))
    else job.resolve(Buffer.from(key, 'base64'))
    this.#advance()
  }

  /** The process ended: what it was at fails, what waits gets a new one. */
  #lost(child: ChildProcess): void {
    if (this.#child !== child) return
    this.#child = null
    for (const id of [...this.#running.keys()]) this.#settle({ id, error: 'the process ended' })
  }
}

/** The same characters typed on another keyboard are the same password (NIST SP 800-63B asks for this). */
const normalize = (password: string): string => password.normalize('NFKC')
