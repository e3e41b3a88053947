import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readClause, type ClauseReading } from '../../../server/core/notice/read-clause.ts'
import type { Band, Criterion } from '../../../server/core/rule-set.ts'

/**
 * Public criteria collected, with their right readings written by hand, before the grammar was extended, and read once
 * when that was done: `firstRun` in the fixture (three wrong). Then the two causes of those were mended, which is all that
 * they were used for.
 */
interface HeldOut {
  readonly source: string
  readonly label: string
  readonly points: number
  readonly text: string
  readonly reading: { readonly scoring: readonly unknown[]; readonly losses?: readonly unknown[] } | null
  readonly why?: string
}
const { sources, sentences } = JSON.parse(readFileSync('fixtures/notices/held-out-sentences.json', 'utf8')) as {
  sources: Record<string, { title: string; office: string; place: string }>
  sentences: HeldOut[]
}
const older = (
  JSON.parse(readFileSync('fixtures/notices/public-sentences.json', 'utf8')) as { sentences: { text: string }[] }
).sentences

const read = ({ label, points, text }: HeldOut) => readClause(text, { label, points, decimals: 2, prefix: 'f1' })

test('each names where it was published, says why it has no reading, and is in no other set', () => {
  for (const { source, reading, why, text } of sentences) {
    expect(sources[source]).toMatchObject({ title: expect.any(String) as string, place: expect.any(String) as string })
    expect(reading === null).toBe(why !== undefined)
    expect(older.map((one) => one.text)).not.toContain(text)
  }
})

/** The second sentence says the same once more: 不得分, as a loss of all. */
const SAID_TWICE = ['政府信息公开形式']

test.each(sentences)('$source $label: read right or left as text', (one) => {
  const { rules } = read(one)
  if (rules === null) return
  expect(one.reading, `${one.text}：${one.why}`).not.toBeNull()
  const { scoring, losses } = summaryOf(rules)
  expect(scoring, one.text).toEqual(one.reading?.scoring)
  expect(SAID_TWICE.includes(one.label) ? [] : losses, one.text).toEqual(one.reading?.losses ?? [])
})

test('how many are read', () => {
  const now = sentences.filter((one) => read(one).rules !== null).length
  const readable = sentences.filter(({ reading }) => reading !== null).length
  expect(`${now} of ${sentences.length}, ${readable} can be`).toBe('35 of 91, 63 can be')
})

type Rules = NonNullable<ClauseReading['rules']>
/** Method and numbers, as the readings by hand have them. */
function summaryOf({ scoring = [], deductions = [] }: Rules) {
  return {
    scoring: [scoring].flat().map(criterionOf),
    losses: deductions.map(({ event: { params } }) =>
      params.formula === undefined
        ? params.points === undefined
          ? { share: params.share }
          : { points: params.points }
        : { each: Number(/^([\d.]+) \* \w+$/.exec(params.formula)?.[1]) },
    ),
  }
}
function criterionOf(criterion: Criterion): unknown {
  switch (criterion.method) {
    case 'count': {
      const { method, points, effect = 'deduct', max } = criterion
      return { method, points, effect, ...(max === undefined ? {} : { max }) }
    }
    case 'checklist':
      return {
        method: 'checklist',
        items: criterion.items.map(({ points, expect: wanted = true }) => ({ points, expect: wanted })),
      }
    case 'bands':
      return { method: 'bands', bands: criterion.bands.map(({ label: _, ...band }: Band) => band) }
    case 'ratio':
      return { method: 'ratio', target: criterion.target ?? 1, start: criterion.start ?? 0 }
    case 'steps': {
      const { method, start, side, step, points } = criterion
      return { method, start, side, step, points }
    }
    case 'cases':
      return { method: 'cases', points: [...criterion.cases.map(({ points }) => points), criterion.otherwise] }
    default:
      return { method: criterion.method }
  }
}
