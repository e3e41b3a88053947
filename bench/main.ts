import { spawnSync } from 'node:child_process'
import { cpus, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { compileRuleSet, type Grader } from '../server/core/compile.ts'
import type { RuleSet } from '../server/core/rule-set.ts'
import type { Submission } from '../server/core/submission.ts'
import { exampleRuleSet, exampleSubmissions } from './example.ts'
import { plainFacts } from './forms.ts'
import { measure, type Figure } from './measure.ts'
import { ours } from './ours.ts'
import { closures } from './peers/closures.ts'
import type { Answer, Contender, Form } from './peers/contender.ts'
import { generated } from './peers/generated.ts'
import { rulesEngine } from './peers/rules-engine.ts'
import { spreadsheet } from './peers/spreadsheet.ts'
import { zen } from './peers/zen.ts'
import { serviceFigures } from './service.ts'
import { measureWhatIf } from './what-if.ts'
import { measureJob } from './what-if-job.ts'
import { printTable, printValues, type Table } from './table.ts'

/** Rules and forms of each table. Engines that take seconds a round are given fewer forms; the table says how many. */
const TABLES = [
  { rules: 63, forms: 1 },
  { rules: 63, forms: 1000 },
  { rules: 300, forms: 1000 },
  { rules: 1000, forms: 1000 },
  { rules: 63, forms: 100_000 },
]
const COMPARED = 200
/** Edits of one job alone for each through the service. */
const JOBS = 4

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    service: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    quick: { type: 'boolean' },
    peers: { type: 'string' },
    generated: { type: 'string' },
    edits: { type: 'string' },
  },
})

if (options.generated !== undefined) {
  // a process of its own, allowed to make code from text
  const { rules, forms, rounds } = JSON.parse(options.generated) as { rules: number; forms: number; rounds: number }
  const { ruleSet, grader, all } = prepare(rules, forms)
  const contender = generated(ruleSet)
  const answers = await Promise.all(all.slice(0, COMPARED).map((form) => contender.answer(form)))
  const figures = await measure([...ours(grader).slice(0, 1), contender], all, rounds)
  process.stdout.write(JSON.stringify({ figure: figures.at(-1), answers }))
} else if (options.edits !== undefined) {
  // a process of its own: who drives a browser needs to make code from text
  const { departments, rounds } = JSON.parse(options.edits) as { departments: number[]; rounds: number }
  const figures = await measureWhatIf(process.cwd(), departments, rounds)
  for (const size of departments) figures.push(...(await measureJob(process.cwd(), size, rounds * JOBS)))
  process.stdout.write(JSON.stringify(figures))
} else {
  const tables: Table[] = []
  const say = (text: string): void => void (options.json || process.stdout.write(text))
  say(`${machine()}\n`)
  const asked = options.service ? [] : options.quick ? TABLES.slice(1, 2) : TABLES
  for (const { rules, forms } of asked) {
    const table = await tableOf(rules, forms)
    tables.push(table)
    say(printTable(table, options.markdown))
  }
  const service = options.quick ? [] : await serviceFigures(process.cwd(), options.peers)
  if (service.length > 0)
    say(
      printValues(
        '整个程序',
        service.map(({ name, text }) => [name, text]),
        options.markdown,
      ),
    )
  if (options.json) {
    const figures = Object.fromEntries(tables.map(jsonOf))
    const whole = Object.fromEntries(service.map(({ name, value }) => [name, value]))
    process.stdout.write(`${JSON.stringify({ ...figures, service: whole }, null, 2)}\n`)
  }
}

/** The machine that measures, in one line. */
function machine(): string {
  const [first] = cpus()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return `${first?.model.trim() ?? '未知处理器'}，${cpus().length} 核，${gigabytes} GB，Node.js ${process.versions.node}，${platform()} ${release()}`
}

async function tableOf(rules: number, forms: number): Promise<Table> {
  const { ruleSet, grader, all } = prepare(rules, forms)
  const { formRules } = grader.program.lowered
  const names = Object.keys(all[0]?.facts ?? {})
  const large = forms > 10_000
  const peers = options.peers === undefined || large ? [] : [options.peers]
  const contenders: Contender[] = [
    ...ours(grader),
    closures(ruleSet),
    ...(large ? [] : [rulesEngine(formRules)]),
    ...peers.flatMap((folder) => [...zen(formRules, folder), spreadsheet(formRules, names, folder)]),
  ].map((one) => (rules > 63 && one.most <= 1000 ? { ...one, most: Math.floor((one.most * 63) / rules) } : one))
  for (const contender of contenders) await agree(contender.name, grader, all, (form) => contender.answer(form))
  const rounds = large ? 3 : 15
  const figures = await measure(contenders, all, rounds)
  // it takes next to no time, so many rounds of it tell more
  const inOwnProcess = generatedFigure({ rules, forms, rounds: large ? rounds : rounds * 20 })
  await agree(inOwnProcess.figure.name, grader, all, (_, index) => Promise.resolve(inOwnProcess.answers[index]))
  figures.push(inOwnProcess.figure)
  return { rules, indicators: ruleSet.indicators.flatMap(({ children = [] }) => children).length, forms, figures }
}

function prepare(rules: number, forms: number): { ruleSet: RuleSet; grader: Grader; all: Form[] } {
  const ruleSet = exampleRuleSet(rules)
  const grader = compileRuleSet(ruleSet)
  const count = grader.program.lowered.formRules.length
  if (count !== rules) throw new Error(`${rules} 条规则的样表化成了 ${count} 条`)
  // forms come as text
  const submissions = JSON.parse(JSON.stringify(exampleSubmissions(ruleSet, forms))) as Submission[]
  return {
    ruleSet,
    grader,
    all: submissions.map((submission) => ({ submission, facts: plainFacts(grader, submission) })),
  }
}

/** Nobody is timed before the first forms get our answer from it. */
async function agree(
  name: string,
  grader: Grader,
  forms: readonly Form[],
  ask: (form: Form, index: number) => Promise<Answer | undefined>,
): Promise<void> {
  for (const [index, form] of forms.slice(0, COMPARED).entries()) {
    const answer = (await ask(form, index)) ?? { met: [] }
    const expected = expectedAnswer(grader, form, answer)
    const found = 'met' in answer ? { met: [...answer.met].sort() } : answer
    if (!isDeepStrictEqual(found, expected)) throw new Error(`${name}：${form.submission.id} 的结果与我们的不同`)
  }
}

/** What we say of a form, as somebody answers who says only which rules are met, or only the points. */
function expectedAnswer(grader: Grader, { submission }: Form, kind: Answer): Answer {
  if ('score' in kind) return { score: grader.score(submission) }
  if ('ledger' in kind) return { ledger: grader.ledger(submission) }
  const { form } = grader.trace(submission)
  return { met: form.flatMap(({ rule, outcome }) => (outcome === 'met' ? [rule] : [])).sort() }
}

function generatedFigure(request: { rules: number; forms: number; rounds: number }): {
  figure: Figure
  answers: Answer[]
} {
  const script = process.argv[1] ?? join(import.meta.dirname, 'main.js')
  const child = spawnSync(process.execPath, [script, '--generated', JSON.stringify(request)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.status !== 0) throw new Error('生成代码的进程没有完成')
  return JSON.parse(child.stdout) as { figure: Figure; answers: Answer[] }
}

function jsonOf({ rules, forms, figures }: Table): [string, unknown] {
  const ratios = figures.flatMap(({ name, against, ratio }) =>
    against === null ? [] : [[`${name} / ${against}`, ratio]],
  )
  return [
    `${rules} rules, ${forms} forms`,
    {
      microseconds: Object.fromEntries(figures.map((figure) => [figure.name, figure])),
      ratios: Object.fromEntries(ratios) as Record<string, number>,
    },
  ]
}
