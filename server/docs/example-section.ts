import {
  Describer,
  describeFact,
  describeFinding,
  describeIndicator,
  describeMonitoring,
  describeOverride,
  joined,
  tokensText,
  type Clause,
} from '../core/describe/index.ts'
import { describePolicy } from '../core/describe/rules.ts'
import type { Indicator, RuleSet } from '../core/rule-set.ts'
import { compactJson } from './compact-json.ts'
import { partOf, readExample, type Example } from './guide-example.ts'
import { resultTable } from './result-table.ts'

/** An example as Markdown: the sentence of the notice, the JSON, the program's own sentences, and what comes out. */
export function exampleSection(example: Example): string {
  const read = readExample(example)
  const sentences = sentencesOf(read.ruleSet, example).map((sentence) => `- ${sentence}`)
  return [
    `<a id="${example.id}"></a>\n\n#### ${example.title}`,
    `> ${example.paraphrased ? '通知的意思' : '通知原句'}：${example.notice}`,
    jsonBlock(partOf(example)),
    `程序读作：\n\n${sentences.join('\n')}`,
    resultTable(read),
  ].join('\n\n')
}

export const jsonBlock = (value: unknown): string => `\`\`\`json\n${compactJson(value)}\n\`\`\``

/** What the program says an example means, one sentence an item. Paths are of no use on paper. */
function sentencesOf(ruleSet: RuleSet, example: Example): string[] {
  const describer = Describer.of(ruleSet)
  const { words } = describer
  const said = (...clauses: Clause[]): string => tokensText(joined(clauses, words.clause)) + words.end
  const derived = ruleSet.facts.flatMap((fact) => {
    const clause = describeFact(describer, fact, [])
    return clause ? [said(clause)] : []
  })
  const nodes = (indicators: readonly Indicator[]): string[] =>
    indicators.flatMap((indicator) => {
      const { frame, criteria, deductions } = describeIndicator(describer, indicator, [])
      const all = [...frame, ...criteria.flat(), ...deductions]
      const name = `**${indicator.label ?? indicator.id}**${indicator.points === undefined ? '' : `（${indicator.points} 分）`}`
      return [...(all.length > 0 ? [`${name}：${said(...all)}`] : []), ...nodes(indicator.children ?? [])]
    })
  return [
    ...derived,
    ...nodes(ruleSet.indicators),
    ...(example.notApplicable ? [`整张表：${said(describePolicy(describer, example.notApplicable, []))}`] : []),
    ...(ruleSet.findings ?? []).map((finding) => said(describeFinding(describer, finding, []))),
    ...(ruleSet.overrides ?? []).map((override) => said(describeOverride(describer, override, []))),
    ...(ruleSet.monitoring ?? []).map((rule) => said(describeMonitoring(describer, rule, []))),
  ]
}
