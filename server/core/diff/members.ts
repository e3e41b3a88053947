import { describeCondition } from '../describe/condition.ts'
import { tokensText } from '../describe/token.ts'
import { formatValue } from '../explain/format-value.ts'
import { quoted } from '../explain/sentence.ts'
import { Fraction } from '../fraction.ts'
import type { Condition, Operand } from '../rule-set.ts'
import { excerpts } from './excerpts.ts'
import { changeText, NONE, value, type Member, type Reading } from './shape.ts'

/** Members of the usual kinds: how each value is printed. What a default says stands as what is absent. */

type KeyOf<T, V> = { [K in keyof T]-?: Exclude<T[K], undefined> extends V ? K : never }[keyof T]

/** A number as it is written, with thousands. */
export const plainNumber = (number: number): string => formatValue(Fraction.fromNumber(number))
export const pointsText = (points: number): string => `${plainNumber(points)} 分`

/** A number as the fact `like` shows its values. */
export const numberLike = (number: number, { describer, like }: Reading): string =>
  tokensText(describer.number(number, [], like))
export const shareText = (share: number, { describer }: Reading): string => tokensText(describer.share(share, []))

export const factName = (id: string, { describer }: Reading): string => quoted(describer.label(id))

export const conditionText = (condition: Condition, { describer }: Reading): string =>
  tokensText(describeCondition(describer, condition, []))

export const formulaText = (formula: string, { describer }: Reading): string => tokensText(describer.formula(formula))

/** A number, or the fact that holds it. */
export const operandText = (operand: Operand, reading: Reading): string =>
  typeof operand === 'number' ? numberLike(operand, reading) : factName(operand, reading)

const printed = <T, V>(
  label: string,
  key: keyof T,
  absent: string,
  print: (value: V, reading: Reading) => string,
): Member<T> => value(label, (owner, reading) => (owner[key] === undefined ? absent : print(owner[key] as V, reading)))

export const numberMember = <T>(label: string, key: KeyOf<T, number>, absent = NONE): Member<T> =>
  printed<T, number>(label, key, absent, plainNumber)

export const shareMember = <T>(label: string, key: KeyOf<T, number>, absent = NONE): Member<T> =>
  printed<T, number>(label, key, absent, shareText)

/** Names, clauses, notes: of long ones only what differs is shown. */
export const textMember = <T>(label: string, key: KeyOf<T, string>): Member<T> =>
  value(
    label,
    (owner) => (owner[key] === undefined ? NONE : quoted(owner[key] as string)),
    ({ owner: before }, { owner: after }) => {
      const [old, fresh] = [before[key], after[key]] as (string | undefined)[]
      if (old === undefined || fresh === undefined) return changeText(label, shown(old), shown(fresh))
      const [first, second] = excerpts(old, fresh)
      return changeText(label, quoted(first), quoted(second))
    },
  )

const shown = (text: string | undefined): string => (text === undefined ? NONE : quoted(excerpts(text, '')[0]))

/** A word for each value; `absent` is the word where none is written. */
export const wordMember = <T>(
  label: string,
  key: keyof T,
  words: Readonly<Record<string, string>>,
  absent = NONE,
): Member<T> => printed<T, string | boolean>(label, key, absent, (word) => words[String(word)] ?? quoted(String(word)))

export const yesNoMember = <T>(label: string, key: KeyOf<T, boolean>): Member<T> =>
  wordMember(label, key, { true: '是', false: '否' }, '否')

export const factMember = <T>(label: string, key: KeyOf<T, string>): Member<T> =>
  printed<T, string>(label, key, NONE, factName)

export const conditionMember = <T>(label: string, key: KeyOf<T, Condition>): Member<T> =>
  printed<T, Condition>(label, key, NONE, conditionText)

export const formulaMember = <T>(label: string, key: KeyOf<T, string>): Member<T> =>
  printed<T, string>(label, key, NONE, formulaText)

/** Operands are read like the fact they are compared with. */
export const operandMember = <T>(
  label: string,
  key: KeyOf<T, Operand>,
  like: (owner: T) => string | null,
  absent: number | null = null,
): Member<T> =>
  value(label, (owner, reading) => {
    const operand = (owner[key] as Operand | undefined) ?? absent
    return operand === null ? NONE : operandText(operand, { ...reading, like: like(owner) })
  })

/** Words of a list, with what came and what went. */
export const wordListMember = <T>(label: string, key: KeyOf<T, string[]>): Member<T> => {
  const listed = (words: readonly string[]): string => words.map(quoted).join('、')
  const all = (owner: T): string[] => (owner[key] as string[] | undefined) ?? []
  return value(
    label,
    (owner) => (owner[key] === undefined ? NONE : listed(all(owner)) || '（空）'),
    (before, after) => {
      const [old, fresh] = [all(before.owner), all(after.owner)]
      const come = fresh.filter((word) => !old.includes(word))
      const gone = old.filter((word) => !fresh.includes(word))
      const parts = [
        ...(come.length > 0 ? [`增加${listed(come)}`] : []),
        ...(gone.length > 0 ? [`删去${listed(gone)}`] : []),
      ]
      if (old.length === 0 || fresh.length === 0 || parts.length === 0)
        return changeText(label, old.length === 0 ? NONE : listed(old), fresh.length === 0 ? NONE : listed(fresh))
      return `${label}${parts.join('，')}`
    },
  )
}
