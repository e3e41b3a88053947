import { Fraction } from '../fraction.ts'
import type { Claim, Found } from './claim.ts'
import type { Form } from './form.ts'
import { quote } from './words.ts'

/** 文字说的是本单位。Seen as: the text of another unit, copied with its 我局 or its name. */
export const ownName: Claim = {
  code: 'C21',
  title: '文字里的单位是本单位',
  severity: 'warning',
  tolerance: Fraction.ZERO,
  toleranceUnit: null,
  find(form) {
    const name = unitName(form)
    return name === null
      ? []
      : form.texts.flatMap(({ path, text }) => [...selfCalls(name, path, text), ...titles(name, path, text)])
  },
}

/** How units of each kind call themselves after 我. Kinds not listed are not judged. */
const KINDS: readonly (readonly [name: RegExp, calls: string])[] = [
  [/街道(?:办事处)?$/u, '街办处'],
  [/镇(?:人民政府)?$/u, '镇'],
  [/委$|委员会$/u, '委会'],
  [/办$|办公室$/u, '办室'],
  [/局$/u, '局'],
  [/厅$/u, '厅'],
  [/中心$/u, '中心'],
  [/院$/u, '院'],
  [/(?:学校|中学|小学|幼儿园)$/u, '校园'],
]
const SELF = /我(?<call>局|委|办(?![理好事])|厅|街道?(?![上头])|镇|院|校)/gu

function selfCalls(name: string, path: string, text: string): Found[] {
  const calls = KINDS.find(([kind]) => kind.test(name))?.[1]
  if (calls === undefined) return []
  const other = [...text.matchAll(SELF)].find(({ groups }) => !calls.includes((groups?.['call'] ?? '')[0] ?? ''))
  if (!other) return []
  return [
    {
      path,
      read: `${quote(text.slice(Math.max(0, other.index - 10), other.index + 14))}自称“${other[0]}”，填报单位是“${name}”`,
      remedy: '核对这段文字是不是从别的单位的材料里抄来的',
    },
  ]
}

/** “某区某局2024年度部门整体支出绩效自评” names who reports. */
const TITLE =
  /(?<unit>\p{Script=Han}{2,20}?(?:局|委员会|委|办公室|办|中心|街道|镇|厅|院))\s*20\d\d\s*年度?\s*部门整体(?:支出)?绩效/gu

function titles(name: string, path: string, text: string): Found[] {
  return [...text.matchAll(TITLE)].flatMap(({ groups }) => {
    const unit = (groups?.['unit'] ?? '').replace(/^.*(?:选取|根据|对|由|和|与|将|现将)/u, '')
    if (unit.length < 3 || /^我/u.test(unit) || isPartOf(unit, name) || isPartOf(name, unit)) return []
    return [
      {
        path,
        read: `文字写的是“${unit}”的部门整体支出绩效，填报单位是“${name}”`,
        remedy: '改成本单位的名称，并核对这段文字是不是从别的单位的材料里抄来的',
      },
    ]
  })
}

/** 区委政法委 is part of 中共广州市花都区委政法委员会: its characters occur there in this order. */
function isPartOf(short: string, long: string): boolean {
  let at = 0
  for (const sign of short) {
    at = long.indexOf(sign, at) + 1
    if (at === 0) return false
  }
  return true
}

/** A department's own name; a project's is in brackets at the end of its name, if anywhere. */
function unitName({ submission: { subject, name } }: Form): string | null {
  if (subject === 'department') return name.replace(/[（(][^（()）]*[)）]$/u, '').trim()
  return /[（(](?<unit>[^（()）]+)[)）]$/u.exec(name)?.groups?.['unit'] ?? null
}
