import { Fraction } from '../fraction.ts'
import type { Claim, Found } from './claim.ts'
import type { Form } from './form.ts'
import { quote } from './words.ts'

/** 一项指标一个名称。Seen as: 管理效率 in the heading, 管理效能 in its first sentence. */
export const oneName: Claim = {
  code: 'C23',
  title: '一项指标只用一个名称',
  severity: 'warning',
  tolerance: Fraction.ZERO,
  toleranceUnit: null,
  find(form) {
    const known = knownNames(form)
    return form.nodes.flatMap(({ label, indicator }) =>
      label.length < 4 || indicator.label === undefined
        ? []
        : form.texts.flatMap(({ path, text }) =>
            variants(label, text, known).map((name) => twoNames(label, name, path)),
          ),
    )
  },
}

function twoNames(label: string, variant: string, path: string): Found {
  return {
    path,
    read: `${quote(label)}在文字里又写成“${variant}”`,
    remedy: `统一写成“${label}”`,
  }
}

/** Words after a name that show it stands for the indicator and not for the thing. */
const AS_ITEM = /^(?:指标)?(?:分值|得分|自评|满分|评分|\s*\d+(?:\.\d+)?\s*分)/u
const BEFORE = /(?:^|[\s，,、；;：:。（()）“”\d]|其中|区分|是)$/u

/** Names of the same length that differ from a label in one character, used as the label is. */
function variants(label: string, text: string, known: ReadonlySet<string>): string[] {
  const signs = [...label]
  const found = new Set<string>()
  for (const kept of [0, 1, 2, 3].filter((index) => index < signs.length))
    for (const place of placesOf(text, signs[kept] ?? '')) {
      const start = place - kept
      const name = text.slice(start, start + label.length)
      if (start < 0 || found.has(name) || known.has(name)) continue
      if (differsInOne(name, label) && AS_ITEM.test(text.slice(start + label.length, start + label.length + 12)))
        if (BEFORE.test(text.slice(Math.max(0, start - 2), start))) found.add(name)
    }
  return [...found]
}

function* placesOf(text: string, sign: string): Generator<number> {
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) yield at
}

function differsInOne(name: string, label: string): boolean {
  if (name.length !== label.length || !/^\p{Script=Han}+$/u.test(name)) return false
  let differences = 0
  for (let index = 0; index < label.length; index++) if (name[index] !== label[index]) differences++
  return differences === 1
}

/** Every name the rule set itself uses, so that 产出指标 is no variant of 效益指标. */
function knownNames({ ruleSet, nodes, leaves }: Form): ReadonlySet<string> {
  const fields = ruleSet.facts.flatMap((fact) => [fact, ...(fact.fields ?? [])])
  const names = fields.flatMap(({ label, aliases = [], options = [] }) => [label ?? '', ...aliases, ...options])
  return new Set([...names, ...nodes.map(({ label }) => label), ...leaves.map(({ label }) => label)])
}
