import type { FactDefinition, FindingDefinition, GradeBand, Override } from '../model.ts'
import { FactBook } from '../facts.ts'
import { DROP, readFormSentences } from './sentences.ts'
import type { FormKind, FormStatement } from './statement.ts'

/** What a text lays down for the whole form. */
export interface FormReading {
  readonly facts: readonly FactDefinition[]
  readonly overrides: readonly Override[]
  readonly findings: readonly FindingDefinition[]
  /** From the best down; null when the text names none. */
  readonly grades: readonly GradeBand[] | null
  /** 不适用的从总分中剔除后折算 */
  readonly rescale: boolean
  /** Points of the block inside which the same is done. */
  readonly rescaleBlock: number | null
  /** Blocks whose indicators come to a hundred are converted to their own points. */
  readonly hundredEach: boolean
}

/**
 * Reads what a footnote (附则), or a cell beside an indicator, says of the whole form: the total multiplied, capped, added
 * to, standard findings, grades, what does not apply. All of it must be understood; null otherwise, and when it says nothing.
 * @param prefix its facts and rules are named after it.
 */
export function readForm(text: string, prefix: string): FormReading | null {
  const all = readFormSentences(text)
  if (!all || all.every(({ kind }) => kind === 'note')) return null
  const of = <K extends FormKind>(kind: K): FormStatement<K>[] =>
    all.filter((one): one is FormStatement<K> => one.kind === kind)
  const grades = of('grade')
  const bands = grades.length > 0 ? gradesOf(grades) : null
  const [block, ...blocks] = of('rescaleBlock')
  const findings = of('finding')
  if ((grades.length > 0 && !bands) || blocks.length > 0 || findings.length === 1) return null
  const book = new FactBook(prefix)
  const overrides = overridesOf(all, book, prefix)
  if (!overrides) return null
  const about = of('note').at(-1)?.text.replace(/的$/u, '') ?? ''
  return {
    facts: book.facts,
    overrides,
    findings: findings.map(({ when, share }, index) => ({
      id: `${prefix}_${index + 1}`,
      label: about === '' ? when : `${about}（${when.replace(/的$/u, '')}）`,
      share,
    })),
    grades: bands,
    rescale: of('rescale').length > 0,
    rescaleBlock: block?.points ?? null,
    hundredEach: of('hundredEach').length > 0,
  }
}

/** One after the other from the best down, without a gap. */
function gradesOf(grades: readonly FormStatement<'grade'>[]): GradeBand[] | null {
  const fits = grades.every(({ from, to }, index) => from !== null && to === (grades[index - 1]?.from ?? null))
  if (!fits || grades.length < 2 || grades.at(-1)?.from !== 0) return null
  return grades.map(({ name, from }) => ({ name, from: from ?? 0 }))
}

function overridesOf(all: readonly FormStatement[], book: FactBook, prefix: string): Override[] | null {
  const drops = all
    .flatMap((one) => (one.kind === 'multiply' ? [DROP.exec(one.when)] : []))
    .filter((one) => one !== null)
  const about = drops.map(([, what]) => what).find((what) => what) ?? '等级'
  if (drops.some(([, what]) => what && what !== about)) return null
  const steps = drops.map(([, , step]) => step ?? '')
  if (new Set(steps).size < steps.length) return null
  const level = steps.length > 0 ? book.choice(`${about}降几档`, ['没有降', ...steps]) : null
  let last = 0
  return all.flatMap((one): Override[] => {
    if (one.kind !== 'multiply' && one.kind !== 'capGrade' && one.kind !== 'zero' && one.kind !== 'add') return []
    const when = one.when.replace(/的$/u, '')
    const step = one.kind === 'multiply' ? DROP.exec(one.when)?.[2] : undefined
    last += 1
    const reason = step ? `${about}${step}` : when
    return [
      {
        name: `total/${prefix}_${last}`,
        conditions: {
          all: [
            step && level
              ? { fact: level, operator: 'equal', value: step }
              : { fact: book.flag(when, { by: 'reviewer' }), operator: 'equal', value: true },
          ],
        },
        event: eventOf(one, reason),
      },
    ]
  })
}

function eventOf(one: FormStatement<'multiply' | 'capGrade' | 'zero' | 'add'>, reason: string): Override['event'] {
  switch (one.kind) {
    case 'multiply':
      return { type: 'multiply', params: { factor: one.factor, reason } }
    case 'capGrade':
      return { type: 'capGrade', params: { grade: one.grade, reason } }
    case 'zero':
      return { type: 'zero', params: { reason } }
    case 'add':
      return { type: 'add', params: { points: one.points, ...(one.max === null ? {} : { max: one.max }), reason } }
  }
}
