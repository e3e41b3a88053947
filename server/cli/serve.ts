import { join } from 'node:path'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import { casesIn } from '../cases-files.ts'
import { createApp } from '../app.ts'
import { PROFILES } from '../accounts/password-rules.ts'
import { engineIdentity } from '../engine-identity.ts'
import { ownEvaluator } from '../evaluation/own-evaluator.ts'
import { EvaluationPool } from '../evaluation/pool.ts'
import { readStaticFiles } from '../http/static-files.ts'
import { loadData } from '../load-data.ts'
import { openSealing } from '../sealing/open-sealing.ts'
import { createServices } from '../services.ts'
import { diskRoom } from '../storage/disk-room.ts'
import { openEmbeddedStore } from '../storage/embedded-store.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { listen } from './listener.ts'
import { accessNotes, openAccess, type AccessChoices } from './serve-access.ts'
import { DONE, type ExitCode, type Terminal } from './terminal.ts'

/** `hengping serve`: opens the data folder, loads what is new, and serves until told to stop. */
export async function serve(args: readonly string[], root: string, terminal: Terminal): Promise<ExitCode> {
  const options = readServeOptions(args)
  if (!options.ok) return printIssues(terminal, options.issues)
  const { port, host, data, ...choices } = options.value
  const { origins, examples } = choices
  const tell = (line: string): void => terminal.print(line)
  const listener = await listen(host, port)
  if (!listener.ok) return printIssues(terminal, listener.issues)
  const opened = await openEmbeddedStore(data, { create: true, tell })
  if (!opened.ok) {
    await listener.value.stop()
    return printIssues(terminal, opened.issues)
  }
  const store = opened.value
  const log = (error: unknown): void =>
    terminal.complain(`${new Date().toISOString()} ${error instanceof Error ? describeError(error) : String(error)}`)
  const evaluation = new EvaluationPool({ entry: ownEvaluator, log })
  const sealing = await openSealing(data, store)
  const disk = await watchDisk(data, log)
  const cases = casesIn(join(root, 'rules'))
  const services = createServices(store, engineIdentity(), evaluation, cases, sealing, disk, { log })
  const stopping = new AbortController()
  const { graded } = await loadData(services, root, { examples, signal: stopping.signal }, tell)
  graded.catch(log)
  const files = await readStaticFiles(join(root, 'dist', 'editor'))
  const access = await openAccess(store, choices, log)
  const app = createApp({ ...services, access, files, origins, log })
  listener.value.open(app.fetch)
  for (const note of accessNotes(access, choices, listener.value.address)) terminal.print(note)
  terminal.print(`衡评已启动：${listener.value.address}（数据在 ${data}，按 Ctrl+C 停止）`)
  await stopSignal()
  terminal.print('正在停止，等手上的请求做完……')
  stopping.abort()
  await services.rounds.stop()
  await graded.catch(() => undefined)
  await listener.value.stop()
  disk.stop()
  await evaluation.stop()
  await access.close()
  await store.close()
  return DONE
}

/** How often the disk is looked at, in milliseconds. */
const DISK_LOOKED_AT = 5 * 60_000

/** Looks at the disk now and then; what there is to tell goes into the log when it changes, and into `/healthz`. */
async function watchDisk(folder: string, log: (error: unknown) => void) {
  const watch = { alarm: null as string | null, stop: () => clearInterval(timer) }
  const look = async (): Promise<void> => {
    const { alarm } = await diskRoom(folder)
    if (alarm !== null && watch.alarm === null) log(alarm)
    watch.alarm = alarm
  }
  await look()
  const timer = setInterval(() => void look().catch(log), DISK_LOOKED_AT)
  timer.unref()
  return watch
}

interface ServeOptions extends AccessChoices {
  readonly port: number
  readonly host: string
  readonly data: string
}

function readServeOptions(args: readonly string[]): Parsed<ServeOptions> {
  const options = readArguments(args, {
    port: { type: 'string', default: '8787' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string', default: 'data' },
    origin: { type: 'string', multiple: true, default: [] },
    'no-examples': { type: 'boolean', default: false },
    login: { type: 'boolean', default: false },
    'password-profile': { type: 'string', default: 'dengbao' },
    'require-second-factor': { type: 'boolean', default: false },
    'behind-proxy': { type: 'boolean', default: false },
  })
  if (!options.ok) return options
  const { values, positionals } = options.value
  const { host, data } = values
  if (positionals.length > 0) return fault(`serve 后面不写文件（${positionals[0]}），用法见 hengping help。`)
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65535) {
    return fault(`端口 ${values.port} 不对，请写 0 到 65535 之间的整数。`)
  }
  if (host === '') return fault('选项 --host 不能是空的，只在本机使用请写 127.0.0.1。')
  if (data === '') return fault('选项 --data 不能是空的，请写一个目录。')
  const wrong = values.origin.find((origin) => !isOrigin(origin))
  if (wrong !== undefined) return fault(`--origin ${wrong} 不对，请写成 https://jx.example.gov.cn 这样，不带路径。`)
  const profile = values['password-profile']
  if (profile !== 'dengbao' && profile !== 'asvs') {
    return fault(`--password-profile ${profile} 不对，可写 ${Object.keys(PROFILES).join('、')}。`)
  }
  const loopback = ['127.0.0.1', 'localhost', '::1'].includes(host)
  return parsed({
    port: Number(values.port),
    host,
    data,
    origins: { loopback, origins: values.origin },
    examples: !values['no-examples'],
    login: values.login,
    profile,
    requireSecondFactor: values['require-second-factor'],
    behindProxy: values['behind-proxy'],
  })
}

function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text
}

function fault(message: string): Parsed<never> {
  return refused([{ path: '', code: 'bad_arguments', message }])
}

/** Resolves at the first request to stop; later ones change nothing, since stopping has its own time limit. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
}

function describeError(error: Error): string {
  const cause = error.cause instanceof Error ? `\n起因：${describeError(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
