import { z } from 'zod'
import { compileRuleSet } from '../core/compile.ts'
import type { GradedNode } from '../core/grading.ts'
import type { Issue } from '../core/issue.ts'
import { applyPatch } from '../core/json-patch.ts'
import { patchOperationSchema } from '../core/json-patch-schema.ts'
import { lintRuleSet } from '../core/lint/lint-rule-set.ts'
import { parseJson } from '../core/json-text.ts'
import { parseRuleSet } from '../core/parse-rule-set.ts'
import { parseSubmission } from '../core/parse-submission.ts'
import { fileOf, submissionFileOf, type Example } from './guide-example.ts'

/** Mistakes people make, each really made, so that the page shows the program's own answer. */

const text = z.string().min(1)
const mistakeSchema = z.union([
  /** In the JSON text itself. */
  z.strictObject({ what: text, text }),
  /** In an example's file, changed by `patch`; with `facts`, it shows only when they are graded. */
  z.strictObject({
    what: text,
    example: text,
    patch: z.array(patchOperationSchema).min(1),
    facts: z.record(z.string(), z.json()).optional(),
  }),
  /** In what is handed in. */
  z.strictObject({ what: text, example: text, facts: z.record(z.string(), z.json()) }),
])
export type Mistake = z.infer<typeof mistakeSchema>
export const mistakesSchema = z.array(mistakeSchema)

/** What was done wrong, and the place and sentence the program answers. */
export function mistakeTable(mistakes: readonly Mistake[], exampleAt: (id: string) => Example): string {
  const rows = mistakes.map((mistake) => {
    const said = answers(mistake, exampleAt)
    if (said.length === 0) throw new Error(`docs/rule-sets/mistakes.json: nothing is wrong with “${mistake.what}”`)
    return `| ${mistake.what} | ${said.join('<br>')} |`.replaceAll('\n', ' ')
  })
  return ['| 写错了什么 | 程序的回答 |', '| --- | --- |', ...rows].join('\n')
}

function answers(mistake: Mistake, exampleAt: (id: string) => Example): string[] {
  if ('text' in mistake) return issuesText(parseJson(mistake.text))
  const example = exampleAt(mistake.example)
  const file = 'patch' in mistake ? applyPatch(fileOf(example), mistake.patch) : fileOf(example)
  const ruleSet = parseRuleSet(file)
  if (!ruleSet.ok) return issuesText(ruleSet)
  if (mistake.facts === undefined) return lintRuleSet(file).map(issueText)
  const submission = parseSubmission(submissionFileOf({ facts: mistake.facts }), ruleSet.value)
  if (!submission.ok) return issuesText(submission)
  return faultsOf(compileRuleSet(ruleSet.value).grade(submission.value).indicators)
}

const issuesText = (result: { ok: true } | { ok: false; issues: readonly Issue[] }): string[] =>
  result.ok ? [] : result.issues.map(issueText)

const issueText = ({ path, message }: Pick<Issue, 'path' | 'message'>): string =>
  path === '' ? message : `\`${path}\` ${message}`

/** What grading itself finds wrong, where it was found first. */
function faultsOf(nodes: readonly GradedNode[]): string[] {
  return nodes.flatMap((node) => {
    if (node.status !== 'error') return []
    const inner = faultsOf(node.children)
    return inner.length > 0 ? inner : [`评分时“${node.label}”是“错误”：${node.message ?? ''}`]
  })
}
