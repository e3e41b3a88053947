import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../server/project.ts'

/** The server as it is shipped, in a folder of its own, without rule sets of its own so that it starts at once. */
export class BuiltServer {
  readonly root: string

  private constructor(root: string) {
    this.root = root
  }

  /** Takes the build of the present sources, made by whoever asks first; every other test file copies it. */
  static async build(): Promise<BuiltServer> {
    await promisify(execFile)(process.execPath, [join(projectRoot, 'server/cli/hengping.js'), '--version'])
    const root = await mkdtemp(join(tmpdir(), 'hengping-built-'))
    for (const name of ['dist/server', 'package.json', 'server/accounts/scrypt-process.js']) {
      await cp(join(projectRoot, name), join(root, name), { recursive: true })
    }
    await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
    await mkdir(join(root, 'rules'))
    await mkdir(join(root, 'dist', 'editor'), { recursive: true })
    return new BuiltServer(root)
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true })
  }

  /** Runs a command to its end. */
  run(...args: string[]): Promise<{ code: number; output: string; complaints: string }> {
    return new Promise((resolve) => {
      execFile(process.execPath, [this.#main, ...args], (error, output, complaints) =>
        resolve({ code: error ? Number(error.code) : 0, output, complaints }),
      )
    })
  }

  /** Starts the service on a data folder, and answers when it can be asked; rejects with its complaint when it ends. Nobody logs in. */
  async serve(
    data: string,
    options: readonly string[] = [],
  ): Promise<{ child: ChildProcess; address: string; output: () => string }> {
    const child = spawn(process.execPath, [this.#main, 'serve', '--port', '0', '--data', data, ...options])
    let lines = ''
    const address = await new Promise<string>((resolve, reject) => {
      const take = (chunk: string): void => {
        lines += chunk
        const found = /衡评已启动：(http:\/\/\S+?:\d+)/.exec(lines)?.[1]
        if (found) resolve(found)
      }
      child.stdout.setEncoding('utf8').on('data', take)
      child.stderr.setEncoding('utf8').on('data', take)
      void once(child, 'exit').then(([code]) => reject(new Error(`ended with ${code}: ${lines}`)))
    })
    return { child, address, output: () => lines }
  }

  get #main(): string {
    return join(this.root, 'dist', 'server', 'main.js')
  }
}
