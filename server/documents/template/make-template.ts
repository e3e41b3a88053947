import type { RuleSet } from '../../core/rule-set.ts'
import type { Submission } from '../../core/submission.ts'
import type { NewWorkbook } from '../xlsx/write/workbook.ts'
import { Dictionary, type TemplateVersion } from './dictionary.ts'
import { leavesOf, listFacts } from './form-facts.ts'
import { formSheet } from './form-sheet.ts'
import { guideSheet } from './guide-sheet.ts'
import { listSheet } from './list-sheet.ts'
import { selfSheet } from './self-sheet.ts'

/**
 * The workbook a unit fills in for a rule set: how to fill in, single values, a sheet a list, self scores, and a hidden
 * 字典 with the drop-downs' options and the version.
 * @param last the unit's form of the year before: its name and its own indicators are filled in, the values of that year
 *   stand beside for reference.
 */
export function makeTemplate(ruleSet: RuleSet, version: TemplateVersion, last: Submission | null = null): NewWorkbook {
  const dictionary = new Dictionary(version)
  const own = new Set(leavesOf(ruleSet.indicators).map(({ leaf }) => leaf.each?.list))
  const sheets = [
    guideSheet(ruleSet, version),
    formSheet(ruleSet, dictionary, last),
    ...listFacts(ruleSet).map((list) => listSheet(list, dictionary, own.has(list.id) ? last : null)),
    selfSheet(ruleSet),
  ]
  return { title: `${ruleSet.title ?? version.id}填报模板`, sheets: [...sheets, dictionary.toSheet()] }
}
