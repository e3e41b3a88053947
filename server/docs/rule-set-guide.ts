import { exampleSection, jsonBlock } from './example-section.ts'
import { casesFileOf, fileOf, readExample, submissionFileOf, type Example } from './guide-example.ts'
import { mistakeTable, type Mistake } from './mistakes.ts'
import { resultTable } from './result-table.ts'

/** What docs/rule-sets.md is made of. */
export interface GuideSources {
  /** Text in Chinese with places: `<!-- example: ID -->`, `<!-- file: ID -->`, `<!-- submission: ID -->`, … */
  readonly frame: string
  readonly examples: readonly Example[]
  readonly mistakes: readonly Mistake[]
}

const NOTICE =
  '<!-- 本页由 docs/rule-sets/ 里的文字和例子生成（npm run docs），请改那里；例子都由 test/docs-rule-sets.test.ts 评分核对。 -->\n\n'

/**
 * The page a newcomer writes a rule set from: the frame with its examples put in, each with the points it was graded.
 * @throws when a place names no example, or an example has no place
 */
export function ruleSetGuide({ frame, examples, mistakes }: GuideSources): string {
  const byId = new Map(examples.map((example) => [example.id, example]))
  const shown = new Set<string>()
  const exampleAt = (id: string): Example => {
    const example = byId.get(id)
    if (!example) throw new Error(`guide.md: no example ${id}`)
    return example
  }
  const page = frame.replace(/<!-- (\w+)(?:: ([\w-]+))? -->/g, (place, kind: string, id = '') => {
    switch (kind) {
      case 'example':
        shown.add(id)
        return exampleSection(exampleAt(id))
      case 'file':
        shown.add(id)
        return jsonBlock(fileOf(exampleAt(id)))
      case 'submission':
        return jsonBlock(submissionFileOf(exampleAt(id).submissions[0] ?? { facts: {} }))
      case 'result':
        return resultTable(readExample(exampleAt(id)))
      case 'cases':
        return indented(jsonBlock(casesFileOf(exampleAt(id))))
      case 'methods':
        return methodTable(examples.filter(({ id }) => frame.includes(`<!-- example: ${id} -->`)))
      case 'mistakes':
        return mistakeTable(mistakes, exampleAt)
      default:
        throw new Error(`guide.md: ${place} is no place`)
    }
  })
  const forgotten = examples.filter(({ id }) => !shown.has(id)).map(({ id }) => id)
  if (forgotten.length > 0) throw new Error(`guide.md shows no ${forgotten.join(', ')}`)
  return NOTICE + page
}

/** Inside an item of a list; the first line stands where its place stood. */
const indented = (block: string): string => block.replaceAll('\n', '\n   ')

/** 通知里的说法 → 写法, an example a row. */
function methodTable(examples: readonly Example[]): string {
  const rows = examples.map(({ id, says, write, title }) => `| ${says} | ${write} | [${title}](#${id}) |`)
  return ['| 通知里的说法 | 写法 | 例子 |', '| --- | --- | --- |', ...rows].join('\n')
}
