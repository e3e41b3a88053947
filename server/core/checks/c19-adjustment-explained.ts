import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import type { Form } from './form.ts'
import { budgetsOf } from './money.ts'
import { quote, show, showShare } from './words.ts'

/** 预算调整超过 5% 的，说明原因。Seen as: −5.27% without a word, and 支出率 100% of the adjusted budget only. */
export const adjustmentExplained: Claim = {
  code: 'C19',
  title: '预算调整超过 5% 的，说明了原因',
  severity: 'warning',
  tolerance: Fraction.of(1n, 20n),
  toleranceUnit: '比例',
  find(form, tolerance) {
    return budgetsOf(form).flatMap(({ name, initial, adjusted, spent }) => {
      if (!initial?.number || !adjusted?.number || initial.number.sign <= 0) return []
      const change = adjusted.number.subtract(initial.number).divide(initial.number)
      if (change.abs().compare(tolerance) <= 0 || adjusted.note !== '' || isExplained(form)) return []
      const rate =
        spent?.number && adjusted.number.sign > 0
          ? `；支出率按${adjusted.label}算是 ${showShare(spent.number.divide(adjusted.number))}，按${initial.label}算是 ${showShare(spent.number.divide(initial.number))}`
          : ''
      return [
        {
          path: adjusted.path,
          read: `${name === null ? '' : quote(name)}${initial.label} ${show(initial.number)}，${adjusted.label} ${show(adjusted.number)}，${change.sign < 0 ? '减少' : '增加'} ${showShare(change.abs())}，没有说明原因${rate}`,
          remedy: '在文字说明里写明调整的原因和批复文件',
        },
      ]
    })
  },
}

const ADJUSTED =
  /预算[^。；]{0,30}(?:调整|调减|调增|追加|追减|压减|核减|收回)|(?:调整|调减|调增|追加|追减|压减|核减|收回)[^。；]{0,12}(?:预算|经费|资金|指标)/u
const WHY = /原因|因为|由于|因[^此而]|根据|按照|依据|主要是|压减一般性支出|批复|统一要求/u

/** A sentence of the narrative, or a reason beside a score, that speaks of the adjustment and says why. */
function isExplained({ texts, submission }: Form): boolean {
  const sentences = texts.flatMap((text) => text.sentences.map((sentence) => sentence.text))
  const reasons = Object.values(submission.selfScores ?? {}).map(({ reason }) => reason ?? '')
  return [...sentences, ...reasons].some((text) => ADJUSTED.test(text) && WHY.test(text))
}
