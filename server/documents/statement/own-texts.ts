import { foldWidth } from '../../core/narrative/fold.ts'
import { readQuantities } from '../../core/narrative/quantities.ts'
import type { CheckFinding } from '../../core/grading.ts'
import { pathText } from '../../core/issue.ts'
import type { Submission } from '../../core/submission.ts'
import { paragraph, remark, type Block } from './statement.ts'

/** The unit's own words by their names; each is printed once, with what the checks found in it. */
export class OwnTexts {
  readonly #left: Map<string, string>
  readonly #findings: readonly CheckFinding[]

  constructor(submission: Submission, findings: readonly CheckFinding[]) {
    this.#left = new Map(Object.entries(submission.texts ?? {}).filter(([, text]) => text.trim() !== ''))
    this.#findings = findings
  }

  /** Names of texts not yet printed. */
  get names(): string[] {
    return [...this.#left.keys()]
  }

  /**
   * The text of one of these names, and before it each computed sentence that it does not say itself.
   * @param missing what to ask for when the unit wrote nothing; null: nothing is needed
   */
  print(names: readonly (string | undefined)[], computed: readonly string[], missing: string | null): Block[] {
    const name = names.find((one) => one !== undefined && this.#left.has(one))
    const own = name === undefined ? [] : paragraphsOf(this.#left.get(name) ?? '')
    if (name !== undefined) this.#left.delete(name)
    const unsaid = computed.filter((sentence) => !own.some((text) => says(text, sentence)))
    const path = name === undefined ? null : pathText(['texts', name])
    const found = this.#findings.filter((finding) => finding.path === path)
    return [
      ...unsaid.map(paragraph),
      ...own.map(paragraph),
      ...found.map(({ message }) => remark(message)),
      ...(own.length === 0 && missing !== null ? [remark(missing)] : []),
    ]
  }
}

const paragraphsOf = (text: string): string[] =>
  text
    .split(/\r\n?|\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Whether a text gives every figure of a computed sentence: then it need not be said twice. */
function says(text: string, sentence: string): boolean {
  const said = readQuantities(foldWidth(text)).filter(({ exact }) => exact)
  const figures = readQuantities(foldWidth(sentence))
  return (
    figures.length > 0 &&
    figures.every(({ value, unit }) => said.some((other) => other.unit === unit && other.value.equals(value)))
  )
}
