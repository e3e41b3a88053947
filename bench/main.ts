import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compileRuleSet, type Grader } from '../server/core/compile.ts'
import type { RuleSet } from '../server/core/rule-set.ts'
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
import { printTable, ratiosOf, type Table } from './table.ts'

/** Rules and forms of each table. Engines that take seconds a round are given fewer forms; the table says how many. */
const TABLES = [
  { rules: 63, forms: 1 },
  { rules: 63, forms: 1000 },
  { rules: 300, forms: 1000 },
  { rules: 1000, forms: 1000 },
  { rules: 63, forms: 100_000 },
]
const COMPARED = 200

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
    peers: { type: 'string' },
    generated: { type: 'string' },
  },
})

if (options.generated !== undefined) {
  // a process of its own, allowed to make code from text
  const { rules, forms, rounds } = JSON.parse(options.generated) as { rules: number; forms: number; rounds: number }
  const { ruleSet, all } = prepare(rules, forms)
  const contender = generated(ruleSet)
  const awarded = await Promise.all(all.slice(0, COMPARED).map((form) => contender.answer(form)))
  const [figure] = await measure([contender], all, rounds)
  process.stdout.write(JSON.stringify({ figure, awarded }))
} else {
  const tables: Table[] = []
  for (const { rules, forms } of options.quick ? TABLES.slice(1, 2) : TABLES) {
    const table = await tableOf(rules, forms)
    tables.push(table)
    if (!options.json) process.stdout.write(printTable(table))
  }
  if (options.json) process.stdout.write(`${JSON.stringify(Object.fromEntries(tables.map(jsonOf)), null, 2)}\n`)
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
  const rounds = large ? 3 : 9
  const figures = await measure(contenders, all, rounds)
  const inOwnProcess = generatedFigure({ rules, forms, rounds })
  await agree(inOwnProcess.figure.name, grader, all, (_, index) => Promise.resolve(inOwnProcess.awarded[index]))
  figures.push(inOwnProcess.figure)
  return { rules, indicators: ruleSet.indicators.flatMap(({ children = [] }) => children).length, forms, figures }
}

function prepare(rules: number, forms: number): { ruleSet: RuleSet; grader: Grader; all: Form[] } {
  const ruleSet = exampleRuleSet(rules)
  const grader = compileRuleSet(ruleSet)
  const count = grader.program.lowered.formRules.length
  if (count !== rules) throw new Error(`${rules} 条规则的样表化成了 ${count} 条`)
  const submissions = exampleSubmissions(ruleSet, forms)
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
    const answer = await ask(form, index)
    const { submission } = form
    if (answer && 'met' in answer) {
      const met = grader.trace(submission).form.flatMap(({ rule, outcome }) => (outcome === 'met' ? [rule] : []))
      if (met.sort().join() !== [...answer.met].sort().join()) throw new Error(`${name}：${submission.id} 的判定不同`)
      continue
    }
    const { nodes, points } = grader.ledger(submission)
    const expected = new Map([
      ['', Math.round((points ?? NaN) * 1000)],
      ...nodes.map(({ id, awarded }) => [id, awarded] as const),
    ])
    for (const [id, awarded] of Object.entries(answer?.awarded ?? { '': NaN }))
      if (expected.get(id) !== awarded)
        throw new Error(`${name}：${submission.id} 的“${id}”得 ${awarded}，应得 ${expected.get(id)}`)
  }
}

function generatedFigure(request: { rules: number; forms: number; rounds: number }): {
  figure: Figure
  awarded: Answer[]
} {
  const script = process.argv[1] ?? join(import.meta.dirname, 'main.js')
  const child = spawnSync(process.execPath, [script, '--generated', JSON.stringify(request)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.status !== 0) throw new Error('生成代码的进程没有完成')
  return JSON.parse(child.stdout) as { figure: Figure; awarded: Answer[] }
}

function jsonOf(table: Table): [string, unknown] {
  return [
    `${table.rules} rules, ${table.forms} forms`,
    { microseconds: Object.fromEntries(table.figures.map((figure) => [figure.name, figure])), ratios: ratiosOf(table) },
  ]
}
