import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import type { Form } from './form.ts'
import { quote } from './words.ts'

/** 没有留下模板的文字。A masked name such as 李×× is no template: only blanks where a number, a year or a unit belongs. */
export const noTemplateText: Claim = {
  code: 'C20',
  title: '没有留下模板里的占位文字',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: null,
  find(form) {
    return writtenTexts(form).flatMap(({ path, text }) => {
      const left = TEMPLATE.exec(text)
      if (!left) return []
      return [
        {
          path,
          read: `${quote(text.slice(Math.max(0, left.index - 8), left.index + left[0].length + 12))}里有模板的占位文字“${left[0]}”`,
          remedy: '填上实际内容，不需要的删去',
        },
      ]
    })
  },
}

const TEMPLATE =
  /20[XxＸ×*]{2}\s*年?|[XxＸ×*]{2,6}\s*(?:年|月|日|万元|亿元|元|个|项|次|人|%|分|局|委|办|部门|单位|项目|街道|镇|区|县|市)|_{3,6}|＿{2,6}|[（(【[](?:此处|请在此|请|在此)?(?:填写|填列|填报|补充)[^）)】\]]{0,30}[）)】\]]|[（(【[](?:单位名称|部门名称|项目名称|盖章|公章)[）)】\]]|此处(?:填写|填列|插入)|(?:填写说明|填报说明)[:：]|待补充/u

/** Everything a person writes freely: narratives, reasons, texts of rows. */
export function writtenTexts({ texts, submission, leaves }: Form): { path: string; text: string }[] {
  const reasons = Object.entries(submission.selfScores ?? {}).flatMap(([id, { reason }]) =>
    reason === undefined ? [] : [{ path: `selfScores.${id}.reason`, text: reason }],
  )
  const rows = leaves.flatMap(({ row }) =>
    row === null
      ? []
      : [row.columns.name, row.columns.reason].flatMap((field) => {
          const cell = row.cell(field)
          return cell.text === null ? [] : [{ path: cell.path, text: cell.text }]
        }),
  )
  return [...texts.map(({ path, text }) => ({ path, text })), ...reasons, ...rows]
}
