import { expect, test } from 'vitest'
import { exampleRuleSet, exampleSubmissions } from '../../bench/example.ts'
import { plainFacts } from '../../bench/forms.ts'
import { closures } from '../../bench/peers/closures.ts'
import { generated } from '../../bench/peers/generated.ts'
import { rulesEngine } from '../../bench/peers/rules-engine.ts'
import { compileRuleSet } from '../../server/core/compile.ts'

const ruleSet = exampleRuleSet(63)
const grader = compileRuleSet(ruleSet)
const forms = exampleSubmissions(ruleSet, 60).map((submission) => ({
  submission,
  facts: plainFacts(grader, submission),
}))

test.each([63, 300, 1000])('the form that is measured has %i rules', (rules) => {
  const example = exampleRuleSet(rules)
  expect(compileRuleSet(example).program.lowered.formRules).toHaveLength(rules)
})

test('27 indicators, and forms of which some lose much and some little', () => {
  expect(grader.program.lowered.nodes.flatMap((node) => (node.kind === 'block' ? node.children : []))).toHaveLength(27)
  const points = forms.map(({ submission }) => grader.score(submission).points ?? NaN)
  expect(Math.max(...points) - Math.min(...points)).toBeGreaterThan(10)
})

test('json-rules-engine, closures by hand and generated code come to what we come to', async () => {
  const [engine, hand, code] = [rulesEngine(grader.program.lowered.formRules), closures(ruleSet), generated(ruleSet)]
  for (const form of forms) {
    const { form: traced, ledger } = grader.trace(form.submission)
    const met = traced.flatMap(({ rule, outcome }) => (outcome === 'met' ? [rule] : []))
    const answer = await engine.answer(form)
    expect('met' in answer && [...answer.met].sort()).toEqual(met.sort())
    expect(await hand.answer(form)).toEqual({ ledger })
    expect(await code.answer(form)).toEqual({ score: grader.score(form.submission) })
  }
})

test('closures by hand and generated code give a form back that we leave open', async () => {
  const [hand, code] = [closures(ruleSet), generated(ruleSet)]
  const [form] = forms as [(typeof forms)[number]]
  const { facts } = form.submission
  const lacking = Object.keys(facts).map((fact) => ({ ...form.submission, facts: { ...facts, [fact]: null } }))
  const open = lacking.filter((submission) => grader.score(submission).status === 'provisional')
  expect(open.length).toBeGreaterThan(lacking.length / 2)
  for (const submission of open) {
    expect(await hand.answer({ ...form, submission })).toEqual({ ledger: null })
    expect(await code.answer({ ...form, submission })).toEqual({ score: null })
  }
})
