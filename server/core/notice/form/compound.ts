import { sameThing } from '../attempt.ts'
import { fold } from '../grammar/fold.ts'

/** A criterion that is really several indicators' in one cell, and how they share its points. */
export interface Compound {
  readonly kind: 'one' | 'some'
  /** Of `one`: which counts; chosen by whoever fills in where the text does not say. */
  readonly choose: 'higher' | 'lower' | 'filled'
  readonly parts: readonly { readonly label: string; readonly text: string }[]
}

const NAME = '[^,;:。\\n、/“”()…\\d%和与或]{2,20}'
const ONE = new RegExp(
  `^(${NAME})(?:、|/|和|与|或)(${NAME}?)“?(?:二者|两者)?(?:任)?(?:择|选)(?:其)?一(?:项)?(?:进行)?(?:考核|评价|计分)?”?(?:,?取(?:得分|分值)?(高|低)(?:者|的)?(?:计分)?)?(?=[。;,:\\n]|$)`,
  'u',
)
const SOME = new RegExp(
  `^(${NAME}(?:[、/]${NAME}){1,9})\\((?:可选项|任选)\\)(?:共|合计)?(\\d{1,3}(?:\\.\\d{1,2})?)(?:分)?[。;]?$`,
  'u',
)

/**
 * 结转结余率、结转结余变动率二者择其一，取得分高者。结转结余率≤5%得满分，…；变动率≤0得满分，…; 经济、社会、生态（可选项）40分.
 * The text of each part is empty where only the names are given. Null when it is neither.
 */
export function readCompound(text: string, points: number): Compound | null {
  const plain = fold(text).text
  const some = SOME.exec(plain)
  if (some) {
    const names = (some[1] ?? '').split(/[、/]/u)
    return Number(some[2]) === points && new Set(names).size === names.length
      ? { kind: 'some', choose: 'filled', parts: names.map((label) => ({ label, text: '' })) }
      : null
  }
  const one = ONE.exec(plain)
  if (!one) return null
  const [whole, first = '', second = '', way] = one
  if (first === second) return null
  const names = [first, second]
  const texts = shared(plain.slice(whole.length).replace(/^[。;,:\n]+/u, ''), names)
  if (!texts) return null
  return {
    kind: 'one',
    choose: way === '高' ? 'higher' : way === '低' ? 'lower' : 'filled',
    parts: names.map((label, index) => ({ label, text: texts[index] ?? '' })),
  }
}

/** Sentences by whose name they begin with; one that begins with none goes with the one before. Null when one part has none. */
function shared(rest: string, names: readonly string[]): string[] | null {
  if (rest === '') return names.map(() => '')
  const texts = names.map(() => '')
  let at = -1
  for (const sentence of rest.match(/[^;。\n]+[;。\n]*/gu) ?? []) {
    const found = names.findIndex(
      (name) => names.every((other) => other === name || !beginsWith(sentence, other)) && beginsWith(sentence, name),
    )
    if (found >= 0) at = found
    if (at < 0) return null
    texts[at] += sentence
  }
  return texts.every((one) => one !== '') ? texts : null
}

/** 变动率≤0 speaks of 结转结余变动率. */
function beginsWith(sentence: string, name: string): boolean {
  const head = /^[^,;:。\n\d%≥≤<>=±得为]{2,20}/u.exec(sentence)?.[0] ?? ''
  return head !== '' && (sentence.startsWith(name) || (head.length <= name.length && sameThing(head, name)))
}
