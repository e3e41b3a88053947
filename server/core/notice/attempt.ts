import type { FactDefinition, Indicator } from '../rule-set.ts'
import { DONE, FactBook } from './facts.ts'
import type { Expression } from './grammar/expression.ts'
import type { Kind, Statement } from './statements/statement.ts'

/** What is known of a leaf beside its criterion. */
export interface Leaf {
  readonly label: string
  /** Null when the table does not say. */
  readonly points: number | null
  readonly decimals: number
  /** Facts are named after it: `f1_2` gives `f1_2a`, `f1_2b`. */
  readonly prefix: string
}

/** A choice the notice leaves open, and how it was made; at a place in the folded text. */
export interface Choice {
  readonly code: string
  readonly message: string
  readonly from: number
  readonly to: number
}

/** The part of an indicator that a criterion decides. */
export type Rules = Pick<Indicator, 'scoring' | 'each' | 'deductions' | 'evidence' | 'applies' | 'notApplicable'>

/**
 * One try at reading the statements of a criterion as one method. A method takes the statements it understands; when
 * any is left over the try has failed, so that no word about points is passed over.
 */
export class Attempt {
  readonly book: FactBook
  readonly choices: Choice[] = []
  /** Where the points of a leaf that does not apply go: the block of this name shares them out. */
  rescales: string | null = null
  /** One of several that share their block's points; how many points those are. */
  shares: { readonly points: number | null } | null = null
  readonly #used = new Set<Statement>()

  constructor(
    readonly leaf: Leaf & { readonly points: number },
    readonly statements: readonly Statement[],
    /** The folded text they stand in. */
    readonly text = '',
  ) {
    this.book = new FactBook(leaf.prefix)
    this.take('note')
  }

  /** All statements of these kinds not read yet, which are thereby read. */
  take<K extends Kind>(...kinds: readonly K[]): Statement<K>[] {
    const found = this.see(...kinds).filter((statement) => !this.#used.has(statement))
    for (const statement of found) this.#used.add(statement)
    return found
  }

  /** The same, without reading them. */
  see<K extends Kind>(...kinds: readonly K[]): Statement<K>[] {
    return this.statements.filter((statement): statement is Statement<K> =>
      (kinds as readonly Kind[]).includes(statement.kind),
    )
  }

  /** Those not read yet. */
  left(): Statement[] {
    return this.statements.filter((statement) => !this.#used.has(statement))
  }

  use(...statements: readonly Statement[]): void {
    for (const statement of statements) this.#used.add(statement)
  }

  assume(code: string, statement: Statement, message: string): void {
    this.choices.push({ code, message, from: statement.from, to: statement.to })
  }

  get facts(): readonly FactDefinition[] {
    return this.book.facts
  }

  /** What a name stands for, as the criterion itself defines it: 支出率=支出数÷调整后预算数. */
  definition(name: string): Expression | null {
    const defined = this.see('define').find((one) => sameThing(one.name, name))
    if (!defined) return null
    this.use(defined)
    return defined.expression
  }

  /** An expression with every letter and defined name put in full. */
  resolved(value: Expression, depth = 0): Expression {
    if (depth > 5) return value
    switch (value.kind) {
      case 'name': {
        const definition = this.definition(value.name)
        return definition && JSON.stringify(definition) !== JSON.stringify(value)
          ? this.resolved(definition, depth + 1)
          : value
      }
      case 'number':
        return value
      case 'defined':
        return this.resolved(value.by, depth + 1)
      case 'operation':
        return { ...value, left: this.resolved(value.left, depth + 1), right: this.resolved(value.right, depth + 1) }
    }
  }

  /** The fact that holds a named value: computed where the criterion says how, else filled in. */
  value(name: string, unit: string, statement: Statement, limits: { readonly min?: number } = {}): string {
    const label = name === '' ? this.leaf.label : unit === '%' ? shareName(name) : name
    if (name === '') this.assume('value_is_indicator', statement, `原文没有写明是什么数，按指标名称“${label}”理解。`)
    const definition = this.definition(label) ?? (name === '' ? null : this.definition(this.leaf.label))
    if (definition) return this.computed(label, definition, unit === '%', statement)
    return unit === '%'
      ? this.book.share(label, limits)
      : this.book.quantity(label, unit === '' ? limits : { unit: unit.replace(/^个/u, ''), ...limits })
  }

  computed(label: string, value: Expression, percent: boolean, statement: Statement): string {
    const whole = this.resolved(value)
    for (const divisor of divisorsOf(whole))
      this.assume(
        'divisor',
        statement,
        `分母“${divisor}”${DONE.test(divisor) ? '' : '当作年初已定的数，'}为 0 时按不适用处理。`,
      )
    return this.book.computed(label, whole, percent)
  }
}

function divisorsOf(value: Expression): string[] {
  if (value.kind !== 'operation') return []
  const below = value.operator === '/' && value.right.kind === 'name' ? [value.right.name] : []
  return [...divisorsOf(value.left), ...below, ...divisorsOf(value.right)]
}

/** 新进人员中35岁及以下（的不低于80%）: people, of whom a share is meant; 任务完成（100%）: a rate. */
const shareName = (name: string): string =>
  /(?:以[上下]|人员|干部|党员|职工|学生|教师)的?$/u.test(name) ? `${name}的占比` : name.replace(/完成$/u, '完成率')

const bare = (name: string): string => name.replace(/[“”"()]/gu, '')

/** 支出率 and 部门预算资金支出率 name one thing; a shorter name is the end or the beginning of the longer. */
export function sameThing(one: string, other: string): boolean {
  const [a, b] = [bare(one), bare(other)]
  if (a === b) return true
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= 2 && (long.endsWith(short) || long.startsWith(short))
}
