import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import type { Form } from './form.ts'
import { quote } from './words.ts'

/** 有好的结论就有得分。Seen as: a form without one score, concluded 优. */
export const conclusionHasScores: Claim = {
  code: 'C27',
  title: '有自评结论的，填了自评得分',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: null,
  find(form) {
    if (Object.keys(form.submission.selfScores ?? {}).length > 0) return []
    const conclusion = conclusionOf(form)
    if (!conclusion) return []
    return [
      {
        path: conclusion.path,
        read: `${conclusion.read}，却没有一项自评得分`,
        remedy: '在 selfScores 里补填各项自评得分，或删去结论',
      },
    ]
  },
}

const GRADED =
  /(?:自评|绩效|评价|综合)[^，。；]{0,12}(?:等级|评级|等次|结果|结论)[^，。；]{0,6}[为是：:“"]\s*[“"]?(?:优秀|良好|优|良)/u

function conclusionOf({ submission, texts, ruleSet }: Form): { path: string; read: string } | null {
  const { printed, subject } = submission
  const grade = printed?.grade ?? ''
  const good = (ruleSet.grades ?? []).slice(0, 2).map(({ name }) => name)
  if (grade !== '' && (good.includes(grade) || /^[优良]/u.test(grade)))
    return { path: 'printed.grade', read: `等级印的是${quote(grade)}` }
  if (printed?.points !== undefined) return { path: 'printed.points', read: `自评总分印的是 ${printed.points} 分` }
  for (const { path, sentences } of texts)
    for (const { text } of sentences) {
      const said = GRADED.exec(text)
      // a department tells of its projects' grades, and of last year's
      if (said && !(subject === 'department' && /项目|上年|复核/u.test(text)))
        return { path, read: `文字写${quote(said[0])}` }
    }
  return null
}
