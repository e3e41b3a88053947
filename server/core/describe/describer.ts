import { declareFacts } from '../declare-facts.ts'
import { formatDifference, formatValue } from '../explain/format-value.ts'
import { CHINESE_FORMULA, ENGLISH_FORMULA } from '../explain/function-words.ts'
import { formulaInWords } from '../explain/print-formula.ts'
import { parseFormula } from '../formula/parse.ts'
import { Fraction } from '../fraction.ts'
import { PERIOD } from '../rule-set-checks/period.ts'
import type { Indicator, Operand, RuleSet } from '../rule-set.ts'
import type { FactInfo, Scope } from '../scope.ts'
import { ROW_NUMBER } from '../scope.ts'
import type { Clause, Option, Path, Token } from './token.ts'
import { fill, text, tokensText } from './token.ts'
import type { Language, Words } from './words.ts'
import { wordsOf } from './words.ts'

/** Makes tokens of a rule set's values: names by their labels, numbers as their fact is shown. */
export class Describer {
  readonly words: Words

  private constructor(
    readonly ruleSet: RuleSet,
    readonly language: Language,
    private readonly scope: Scope,
    private readonly indicators: ReadonlyMap<string, Indicator>,
  ) {
    this.words = wordsOf(language)
  }

  /** For a rule set that `parseRuleSet` accepts, or one being edited: what cannot be resolved stands by its id. */
  static of(ruleSet: RuleSet, language: Language = 'zh'): Describer {
    const indicators = new Map<string, Indicator>()
    const visit = (indicator: Indicator): void => {
      indicators.set(indicator.id, indicator)
      indicator.children?.forEach(visit)
    }
    ruleSet.indicators.forEach(visit)
    return new Describer(ruleSet, language, declareFacts(ruleSet), indicators)
  }

  /** The same inside the rows of a list: its columns first. */
  inside(list: string | null): Describer {
    const form = this.scope.outer ?? this.scope
    const scope = list === null ? form : form.rowScope(list)
    return new Describer(this.ruleSet, this.language, scope, this.indicators)
  }

  info(id: string): FactInfo {
    return this.scope.resolve(id).info
  }

  label(id: string): string {
    if (id === ROW_NUMBER) return this.words.anyRow
    if (id === PERIOD && this.info(id).definition === null) return this.words.period
    const reserved = /^(points|share):(.*)$/s.exec(id)
    if (!reserved) return this.info(id).label
    const [, kind, node = ''] = reserved
    const template = kind === 'points' ? this.words.earned : this.words.earnedShare
    return tokensText(fill(template, { label: this.indicatorLabel(node) }))
  }

  indicatorLabel(id: string): string {
    return this.indicators.get(id)?.label ?? id
  }

  fact(id: string, path: Path): Clause {
    return [{ kind: 'fact', text: this.label(id), id, path }]
  }

  /** A number as `like` shows its values; without one, plain. */
  number(value: number, path: Path, like: string | null = null): Clause {
    return [{ kind: 'number', text: this.numberText(value, like), value, path, like }]
  }

  /** A difference of two values of a fact: a percent fact differs by percentage points. */
  difference(value: number, path: Path, like: string): Clause {
    const shown = formatDifference(Fraction.fromNumber(value), this.info(like), this.words.percentPoint)
    return [{ kind: 'number', text: shown, value, path, like }]
  }

  /** A share of something as a percentage: 0.3 is 30%. */
  share(value: number, path: Path): Clause {
    const style = { unit: null, decimals: null, percent: true }
    return [{ kind: 'number', text: formatValue(Fraction.fromNumber(value), style), value, path, like: null }]
  }

  /** A number, or the fact that holds it. */
  operand(value: Operand, path: Path, like: string | null): Clause {
    return typeof value === 'number' ? this.number(value, path, like) : this.fact(value, path)
  }

  choice(value: string | boolean, path: Path, options: readonly Option[]): Clause {
    const shown = options.find((option) => option.value === value)?.text ?? String(value)
    return [{ kind: 'choice', text: shown, value, path, options }]
  }

  /** A choice whose options are the words that stand between the first two places of the templates: ≥, ≤, 等于. */
  between<V extends string>(value: V, path: Path, templates: Readonly<Record<V, string>>): Clause {
    const options = (Object.entries(templates) as [V, string][]).map(([option, template]) => ({
      value: option,
      text: template.split(/\{\w+\}/)[1] ?? '',
    }))
    return this.choice(value, path, options)
  }

  quoted(words: string): string {
    const inner = words.replaceAll('“', '‘').replaceAll('”', '’')
    return `${this.words.quoteOpen}${inner}${this.words.quoteClose}`
  }

  /** A formula with labels for ids; as it is written while it cannot be read. */
  formula(source: string): Clause {
    const parsed = parseFormula(source)
    if (!parsed.ok) return [text(source)]
    const words = this.language === 'zh' ? CHINESE_FORMULA : ENGLISH_FORMULA
    return [text(formulaInWords(parsed.value, this.scope, words))]
  }

  private numberText(value: number, like: string | null): string {
    const style = like === null ? { unit: null, decimals: null, percent: false } : this.info(like)
    return formatValue(Fraction.fromNumber(value), { ...style, decimals: null })
  }
}

/** The same tokens as words: where a value is named a second time, it is no second control. */
export const plain = (tokens: Clause): Clause => tokens.map((token): Token => text(token.text))
