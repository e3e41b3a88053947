import { CONSOLE } from '../storage/changes/accounts.ts'
import type { RunRow } from '../storage/changes/runs.ts'
import { openEmbeddedStore } from '../storage/embedded-store.ts'
import { ruleSetKey } from '../storage/store.ts'
import { engineIdentity } from '../engine-identity.ts'
import { GradingService } from '../gradings.ts'
import { gradeAgain } from '../sealing/grade-again.ts'
import { folderCheckpoints, openSealing } from '../sealing/open-sealing.ts'
import { receiptPage } from '../sealing/receipt-page/receipt-page.ts'
import { Sealing } from '../sealing/sealing.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { writeNewFile } from './new-file.ts'
import { openToRead } from './open-to-read.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** `hengping runs list | seal | receipt`: official runs of a data folder. */
export async function runs(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [command, ...rest] = args
  switch (command) {
    case 'list':
      return list(rest, terminal)
    case 'seal':
      return seal(rest, terminal)
    case 'receipt':
      return receipt(rest, terminal)
    default:
      return unusable(terminal, 'runs 后面写 list、seal 或 receipt，用法见 hengping help。')
  }
}

/** Newest first. May run beside the service. */
async function list(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, {
    data: { type: 'string', default: 'data' },
    json: { type: 'boolean', default: false },
  })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { data, json } = options.value.values
  return withSealing(data, terminal, async (sealing) => {
    const rows = await sealing.list()
    if (json) terminal.print(JSON.stringify(rows))
    else if (rows.length === 0) terminal.print('还没有封存。')
    else for (const run of rows) terminal.print(clean(lineOf(run)))
    return DONE
  })
}

async function seal(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, {
    data: { type: 'string', default: 'data' },
    year: { type: 'string' },
    submission: { type: 'string', multiple: true },
    reason: { type: 'string' },
    regrade: { type: 'boolean', default: false },
  })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  const [ruleSet, ...others] = positionals
  if (ruleSet === undefined || others.length > 0 || !/^\d{4}$/.test(values.year ?? '')) {
    return unusable(terminal, '请写明指标体系和年度，如 hengping runs seal guangdong-department --year 2024。')
  }
  const opened = await openEmbeddedStore(values.data, { create: false, tell: (line) => terminal.print(line) })
  if (!opened.ok) return printIssues(terminal, opened.issues)
  try {
    const store = opened.value.as(CONSOLE)
    const sealing = await openSealing(values.data, store)
    const submissions = values.submission
    const request = { ruleSet, year: Number(values.year), ...(submissions && { submissions }) }
    if (values.regrade) {
      const graded = await gradeAgain(new GradingService(store, engineIdentity()), store, request)
      if (!graded.ok) return negative(terminal, graded.issues)
      terminal.print(`已重新评分 ${graded.value} 份。`)
    }
    const sealed = await sealing.seal({ ...request, reason: values.reason }, store)
    if (!sealed.ok) return negative(terminal, sealed.issues)
    terminal.print(clean(`已封存：${lineOf(sealed.value)}`))
    terminal.print(`收据清单现有 ${sealed.value.first + sealed.value.count} 份，根指纹 ${sealed.value.root}。`)
    return DONE
  } finally {
    await opened.value.close()
  }
}

/** May run beside the service. */
async function receipt(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, {
    data: { type: 'string', default: 'data' },
    html: { type: 'string' },
    out: { type: 'string' },
  })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  const [run, submission, ...others] = positionals
  if (run === undefined || submission === undefined || others.length > 0) {
    return unusable(
      terminal,
      '请写明封存编号和填报编号，如 hengping runs receipt guangdong-department-2024-1 某填报 --html 收据.html。',
    )
  }
  return withSealing(values.data, terminal, async (sealing) => {
    const proof = await sealing.receipt(run, submission)
    if (!proof.ok) return printIssues(terminal, proof.issues)
    const files: [string | undefined, () => string][] = [
      [values.html, () => receiptPage(proof.value)],
      [values.out, () => `${JSON.stringify(proof.value)}\n`],
    ]
    for (const [file, text] of files) {
      if (file === undefined) continue
      const written = await writeNewFile(file, text())
      if (!written.ok) return printIssues(terminal, written.issues)
      terminal.print(`收据已写到 ${file}。`)
    }
    if (files.every(([file]) => file === undefined)) terminal.print(JSON.stringify(proof.value))
    return DONE
  })
}

async function withSealing(
  folder: string,
  terminal: Terminal,
  act: (sealing: Sealing) => Promise<ExitCode>,
): Promise<ExitCode> {
  const store = await openToRead(folder)
  if (!store.ok) return printIssues(terminal, store.issues)
  try {
    return await act(new Sealing(store.value, folderCheckpoints(folder)))
  } finally {
    await store.value.close()
  }
}

function lineOf({ id, ruleSet, count, sealedAt, sealedBy, supersedes, reason }: RunRow): string {
  const instead = supersedes === null ? '' : `，取代 ${supersedes}：${reason}`
  return `${id}  ${ruleSetKey(ruleSet)}  ${count} 份  ${sealedAt} ${sealedBy}${instead}`
}

function negative(terminal: Terminal, issues: Parameters<typeof printIssues>[1]): ExitCode {
  printIssues(terminal, issues)
  return NEGATIVE
}

function unusable(terminal: Terminal, sentence: string): ExitCode {
  terminal.complain(sentence)
  return UNUSABLE
}
