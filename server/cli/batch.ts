import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { contentHash } from '../core/hash.ts'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import { engineIdentity } from '../engine-identity.ts'
import { BatchProcessError } from '../jobs/batch/batch-process.ts'
import type { BatchSource } from '../jobs/batch/batch-source.ts'
import { filesOf } from '../jobs/batch/files-source.ts'
import { LinesSink } from '../jobs/batch/lines-sink.ts'
import { linesOf } from '../jobs/batch/lines-source.ts'
import { writeResultsWorkbook } from '../jobs/batch/results-workbook.ts'
import { tableOf } from '../jobs/batch/table-source.ts'
import { duration, grouped, progressText } from '../jobs/batch/progress-text.ts'
import { runBatch, type BatchOptions, type BatchProgress, type BatchResult } from '../jobs/batch/run-batch.ts'
import { splitReference } from '../rule-set-choice.ts'
import { namesFile, readRuleSetFolder, resolveRuleSet, type FileParsed, type RuleSetFile } from '../rule-set-files.ts'
import { readArguments } from './arguments.ts'
import { inFile } from './submission-files.ts'
import { printIssues } from './complaints.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'

/** Items all judged by both judges; beyond them one in a hundred. */
const CONFIRM_FIRST = 10_000
const CONFIRM_ONE_IN = 100
/** How often progress is told where there is no screen, in milliseconds. */
const TOLD_EVERY = 10_000

/** `hengping batch`: a file of submissions to a file of gradings, streamed, with several processes; goes on where it was stopped. */
export async function batch(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, {
    rules: { type: 'string' },
    out: { type: 'string' },
    workers: { type: 'string' },
    explain: { type: 'boolean', default: false },
    restart: { type: 'boolean', default: false },
  })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  const [inputName] = positionals
  const { rules, out } = values
  const workers = values.workers === undefined ? availableParallelism() : Number(values.workers)
  const wrong =
    positionals.length !== 1 || inputName === undefined
      ? '请写明一个输入：NDJSON 文件、汇总表（xlsx、CSV），或放着 JSON 填报的目录。'
      : rules === undefined
        ? '请用 --rules 写明指标体系，如 --rules guangdong-department。'
        : out === undefined
          ? '请用 --out 写明结果存到哪个文件，如 --out results.ndjson。'
          : !Number.isInteger(workers) || workers < 1 || workers > 64
            ? `--workers ${values.workers} 不对，请写 1 到 64 之间的整数。`
            : null
  if (wrong !== null || inputName === undefined || rules === undefined || out === undefined) {
    terminal.complain(wrong ?? '')
    return UNUSABLE
  }
  const versions = await versionsOf(rules, rulesFolder)
  if (!versions.ok) return printIssues(terminal, versions.issues)
  const job: BatchOptions['job'] = {
    versions: versions.value.map(({ id, effective, hash, ruleSet }) => ({ id, effective, hash, ruleSet })),
    reference: namesFile(rules) ? null : rules,
    engine: engineIdentity(),
    explain: values.explain,
    confirmFirst: CONFIRM_FIRST,
    confirmOneIn: CONFIRM_ONE_IN,
  }
  const input = await openInput(inputName, job)
  if (!input.ok) return printIssues(terminal, inFile(inputName, '', input.issues))
  const isWorkbook = /\.xlsx$/i.test(out)
  const turn = (lines: string, made: string): Promise<void> => writeResultsWorkbook(lines, made, job.versions)
  const output = await LinesSink.open(out, madeOf(job, input.value), {
    takes: isWorkbook || values.explain ? 'lines' : 'briefs',
    restart: values.restart,
    turn: isWorkbook ? turn : null,
  })
  if (!output.ok) return printIssues(terminal, output.issues)
  return run(job, input.value, output.value, { workers, out }, terminal)
}

/** Everything the results depend on. */
function madeOf({ versions, ...job }: BatchOptions['job'], { identity }: BatchSource): string {
  return `${contentHash({ ...job, versions: versions.map(({ hash }) => hash), identity })}\n`
}

async function run(
  job: BatchOptions['job'],
  source: BatchSource,
  sink: LinesSink,
  { workers, out }: { readonly workers: number; readonly out: string },
  terminal: Terminal,
): Promise<ExitCode> {
  if (sink.done > 0) terminal.complain(`接着上次：已有 ${grouped(sink.done)} 份结果，从下一份继续。`)
  const stopped = new AbortController()
  const stop = (): void => stopped.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  const tell = progressTeller(terminal)
  const began = performance.now()
  try {
    const result = await runBatch({ source, sink, job, workers, signal: stopped.signal, onProgress: tell.progress })
    tell.end()
    return report(result, sink.done, out, performance.now() - began, terminal)
  } catch (error) {
    tell.end()
    const known = stopped.signal.aborted ? '已停止' : whyBroken(error)
    if (known === null) throw error
    terminal.complain(`${known}，评好的结果留在 ${out}.part；再运行同一条命令就接着评。`)
    return UNUSABLE
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop)
  }
}

function whyBroken(error: unknown): string | null {
  if (error instanceof BatchProcessError) return '有一个评分进程一再中断'
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' ? '磁盘满了' : null
}

function report(
  { items, counts, populations, restarts }: BatchResult,
  before: number,
  out: string,
  milliseconds: number,
  terminal: Terminal,
): ExitCode {
  const { final, provisional, notApplicable, error, refused, confirmed, differing } = counts
  terminal.complain(
    `${grouped(items + before)} 份结果已存到 ${out}，这次评了 ${grouped(items)} 份，用时 ${duration(milliseconds)}。`,
  )
  terminal.complain(
    `评定 ${grouped(final)}，暂定（缺数据或待核） ${grouped(provisional)}，不适用 ${grouped(notApplicable)}，` +
      `有错 ${grouped(error)}，读不懂 ${grouped(refused)}（结果里有原因）。`,
  )
  for (const { size, hash } of populations) terminal.complain(`比较的范围 ${grouped(size)} 份，指纹 ${hash}。`)
  if (restarts > 0) terminal.complain(`有 ${restarts} 次评分进程中断，已重新评它手上的那些，结果不受影响。`)
  const sample = `前 ${grouped(CONFIRM_FIRST)} 份全部，以后按填报指纹抽百分之一`
  terminal.complain(`双算核验 ${grouped(confirmed)} 份（${sample}），结论不同 ${grouped(differing)} 份。`)
  return differing > 0 ? NEGATIVE : DONE
}

/** Progress on a screen is one line written over and over; elsewhere a line now and then. */
function progressTeller(terminal: Terminal) {
  const screen = process.stderr.isTTY === true
  let told = performance.now()
  return {
    progress: (progress: BatchProgress): void => {
      const now = performance.now()
      if (now - told < (screen ? 100 : TOLD_EVERY)) return
      told = now
      const text = progressText(progress)
      if (screen) process.stderr.write(`\r\u001b[K${text}`)
      else terminal.complain(text)
    },
    end: (): void => {
      if (screen) process.stderr.write('\r\u001b[K')
    },
  }
}

async function openInput(name: string, job: BatchOptions['job']): Promise<Parsed<BatchSource>> {
  const found = await stat(name).catch(() => null)
  if (found?.isDirectory()) return parsed(await filesOf(name))
  if (found?.isFile() && /\.(ndjson|jsonl)$/i.test(name)) return parsed(await linesOf(name))
  if (found?.isFile() && /\.(xlsx|csv)$/i.test(name)) return tableOf(name, job)
  const message = '读不出来：请写一个 .ndjson 文件（一行一份填报），一张汇总表（.xlsx、.csv），或放着 JSON 填报的目录。'
  return refused([{ path: '', code: 'input', message }])
}

/** The file that is named, or every version of the id: each item takes the one of its year. */
async function versionsOf(reference: string, folder: string): Promise<FileParsed<readonly RuleSetFile[]>> {
  if (namesFile(reference) || splitReference(reference)[1] !== null) {
    const version = await resolveRuleSet(reference, 9999, folder)
    return version.ok ? { ok: true, value: [version.value] } : version
  }
  const { files } = await readRuleSetFolder(folder)
  const ofId = files.filter(({ id }) => id === reference)
  if (ofId.length > 0) return { ok: true, value: ofId }
  const unknown = await resolveRuleSet(reference, 9999, folder)
  return unknown.ok ? { ok: true, value: [unknown.value] } : unknown
}
