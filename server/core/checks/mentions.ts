import type { Quantity } from '../narrative/quantities.ts'
import type { Sentence } from '../narrative/sentences.ts'
import type { Form, Narrative } from './form.ts'

/** A number in a narrative and the words that lead up to it: “调整后预算数为 2,781.82 万元”. */
export interface Mention {
  readonly narrative: Narrative
  readonly sentence: Sentence
  readonly quantity: Quantity
  /** Since the last separator, without spaces and without 为, 是, 达 at the end. */
  readonly head: string
  /** It stands behind a colon or in brackets, where the subject may be another. */
  readonly aside: boolean
}

const SEPARATORS = /[，,、：:（()）“”]/u
const LINKS = /(?:为|是|达到|达|共计|合计|共|完成|有)$/u
/** What may stand before a name without changing what it names. */
const OPENINGS =
  /^(?:其中|[一二三四五六七八九十]是|\d{4}年度?|本年度?|全年|当年|我(?:部门|单位|中心|街道|[局委办街镇乡厅院校处所站队会])|本部门|本单位|本项目|该项目|部门|单位|项目|综合|绩效|累计|截至年底)*$/u

/** Every exact number of the narratives with its head. */
export function mentionsIn({ texts }: Form): Mention[] {
  return texts.flatMap((narrative) =>
    narrative.sentences.flatMap((sentence) =>
      sentence.quantities
        .filter(({ exact }) => exact)
        .map((quantity) => ({
          narrative,
          sentence,
          quantity,
          head: headOf(sentence, quantity),
          aside: isAside(sentence, quantity),
        })),
    ),
  )
}

/** What leads up to a number since the number or separator before it. */
export function headOf({ text, quantities }: Sentence, { start }: Quantity): string {
  const from = Math.max(0, ...quantities.filter(({ end }) => end <= start).map(({ end }) => end))
  const words = text.slice(from, start).split(SEPARATORS).at(-1) ?? ''
  return words.replace(/\s+/gu, '').replace(LINKS, '')
}

function isAside({ text, quantities }: Sentence, { start }: Quantity): boolean {
  const from = Math.max(0, ...quantities.filter(({ end }) => end <= start).map(({ end }) => end))
  return /[：:（(][^，,、]*$/u.test(text.slice(from, start))
}

/** Whether a head is this name, apart from openings such as 其中 or 2024年度; another year's figure is another thing. */
export function isNamed(head: string, name: string, year: number): boolean {
  if (!head.endsWith(name)) return false
  const opening = head.slice(0, head.length - name.length)
  const said = /(\d{4})年/u.exec(opening)?.[1]
  return OPENINGS.test(opening) && (said === undefined || Number(said) === year)
}
