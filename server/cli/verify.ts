import { join } from 'node:path'
import type { Issue } from '../core/issue.ts'
import { fingerprintOf, type Checkpoint } from '../core/proof/checkpoint.ts'
import { engineIdentity } from '../engine-identity.ts'
import { regradeAll, type Regrading } from '../regrade.ts'
import { checkRuns } from '../sealing/check-runs.ts'
import { holdJournalAgainst, holdReceiptsAgainst } from '../sealing/hold-against.ts'
import { PackedBodies } from '../storage/bodies.ts'
import { checkFolder } from '../storage/check-folder.ts'
import { isFile, JOURNAL_FILE, whyNoJournal } from '../storage/load-folder.ts'
import { readOnlyStore } from '../storage/read-only-store.ts'
import { ruleSetKey } from '../storage/store.ts'
import type { State } from '../storage/tables.ts'
import { readArguments } from './arguments.ts'
import { readCheckpointFile } from './checkpoint-file.ts'
import { printIssues } from './complaints.ts'
import { progressOn } from './progress.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** Refusals that are a verdict on the data, not a wrong folder. */
const VERDICTS: ReadonlySet<string> = new Set([
  'journal_damaged',
  'journal_replaced',
  'rolled_back',
  'rewritten',
  'other_folder',
])

/**
 * `hengping verify`: checks the chain, the state document, every body and every sealed run, then grades everything again,
 * each grading with the evaluator it names; with `--against` also that nothing was taken back since a checkpoint. Looks
 * only, and may run beside the service.
 */
export async function verify(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, {
    data: { type: 'string', default: 'data' },
    against: { type: 'string' },
    key: { type: 'string' },
  })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  if (positionals.length > 0 || (values.key !== undefined && values.against === undefined)) {
    terminal.complain('verify 后面不写文件：数据目录用 --data，检查点用 --against；--key 要与 --against 一起用。')
    return UNUSABLE
  }
  if (!(await isFile(join(values.data, JOURNAL_FILE)))) {
    return printIssues(terminal, await whyNoJournal(values.data, false))
  }
  const kept = values.against === undefined ? null : await readCheckpointFile(values.against, values.key)
  if (kept && !kept.ok) return printIssues(terminal, kept.issues)
  return new Verification(values.data, kept?.value ?? null, terminal).run()
}

class Verification {
  readonly #folder: string
  readonly #kept: Checkpoint | null
  readonly #terminal: Terminal

  constructor(folder: string, kept: Checkpoint | null, terminal: Terminal) {
    this.#folder = folder
    this.#kept = kept
    this.#terminal = terminal
  }

  async run(): Promise<ExitCode> {
    const { print } = this.#terminal
    if (this.#kept) {
      const { time, journal, key } = this.#kept
      const held = await holdJournalAgainst(this.#folder, this.#kept)
      if (!held.ok) return this.#negative(held.issues)
      print(`检查点 ${time}（密钥指纹 ${fingerprintOf(key)}）：日志第 ${journal.seq} 条与它相同，没有被退回。`)
    }
    const found = await checkFolder(this.#folder)
    if (!found.ok) return this.#negative(found.issues)
    const { loaded, bodies: named, unnamed, faults } = found.value
    const { seq, hash } = loaded.end.head
    for (const note of loaded.notes) print(note)
    print(`日志 ${seq} 条记录前后相连，末条指纹 ${hash}。`)
    if (faults.length > 0) return this.#negativeSentences([withMeaning(faults[0]!, loaded.state), ...faults.slice(1)])
    print(`内容 ${named.size} 份都在，与指纹相符。`)
    if (unnamed.length > 0) print(`另有 ${unnamed.length} 份没有记录提到（写到一半时中断留下的，无害）。`)
    const bodies = new PackedBodies(this.#folder)
    try {
      return await this.#results(loaded.state, bodies)
    } finally {
      await bodies.close()
    }
  }

  /** The sealed runs, and everything graded again. */
  async #results(state: State, bodies: PackedBodies): Promise<ExitCode> {
    const { print } = this.#terminal
    const { tree, results, faults } = await checkRuns(state, bodies)
    if (faults.length > 0) return this.#negativeSentences(faults)
    const held = this.#kept && holdReceiptsAgainst(tree, this.#kept)
    if (held && !held.ok) return this.#negative(held.issues)
    if (tree.size > 0)
      print(`封存 ${state.runs.size} 次，收据 ${tree.size} 份，根指纹 ${tree.root().toString('hex')}。`)
    const store = readOnlyStore(state, bodies)
    const source = { folder: this.#folder, state, store, bodies, sealed: results }
    const regrading = await regradeAll(source, engineIdentity(), progressOn(this.#terminal, '重算评分'))
    return this.#regraded(regrading)
  }

  #regraded({ count, same, missing, moved, different }: Regrading): ExitCode {
    const { print, complain } = this.#terminal
    const all = [...same.values()].reduce((sum, number) => sum + number, 0)
    print(`评分 ${count} 份，各用评它的引擎重算，${all} 份一致。`)
    for (const [hash, number] of same) print(`其中引擎 ${hash} 的 ${number} 份。`)
    for (const hash of missing)
      complain(`引擎 ${hash} 没有存在 engines/ 里，它的评分改用现在的引擎 ${engineIdentity().hash} 核对。`)
    if (moved > 0) print(`有 ${moved} 份比较的范围已经变了，没有比对；重新评分后可以比对。`)
    return different.length === 0 ? DONE : this.#negativeSentences(different)
  }

  #negative(issues: readonly Issue[]): ExitCode {
    printIssues(this.#terminal, issues)
    return issues.some(({ code }) => VERDICTS.has(code)) ? NEGATIVE : UNUSABLE
  }

  /** The first thing that differs, and how many more do. */
  #negativeSentences(sentences: readonly string[]): ExitCode {
    this.#terminal.complain(clean(sentences[0]!))
    if (sentences.length > 1) this.#terminal.complain(`另有 ${sentences.length - 1} 处也不一致。`)
    return NEGATIVE
  }
}

/** Whose content it is that a sentence names by its hash. */
function withMeaning(sentence: string, { gradings, submissions, ruleSets }: State): string {
  const named = /sha256:[0-9a-f]{64}/.exec(sentence)?.[0]
  const grading = [...gradings.values()].find(({ hash }) => hash === named)
  if (grading) return `${sentence}它是填报“${grading.submission}”按 ${grading.ruleSet} 的评分。`
  const submission = [...submissions.values()].find(({ hash }) => hash === named)
  if (submission) return `${sentence}它是填报“${submission.id}”。`
  const ruleSet = [...ruleSets.values()].find(({ hash }) => hash === named)
  return ruleSet ? `${sentence}它是指标体系“${ruleSetKey(ruleSet)}”。` : sentence
}
