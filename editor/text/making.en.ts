import type * as chinese from './making.zh-CN.ts'
import { count } from './count.en.ts'
import type { Words } from './words.ts'

/** Words of the pages where rule sets are made from a notice or a file. */
export const noticeWords: Words<typeof chinese.noticeWords> = {
  title: 'Make from a notice',
  intro:
    'Copy the scoring table of the notice with its headings (indicators of level 1, 2 and 3, points, criteria) and paste it here; or choose a file that has it (xlsx, docx, CSV).',
  promise:
    'A criterion becomes a rule only when all of it is understood. What is not is left as it stands and listed for you to complete. Look through it first, then save it as a draft.',
  choose: 'Choose a file',
  drop: 'You can also drop a file here, or press Ctrl V to paste a table.',
  paste: 'Paste the scoring table',
  pasteLabel: 'A scoring table copied from Excel, WPS or Word, the first row being the headings',
  again: 'Use another',
  reading: 'Reading…',
  file: (name, table) => `File: ${name}${table === '' ? '' : `, table “${table}”`}`,
  rows: (n) => `${count(n, 'row')} pasted`,
  found: (all, read, share) => `${count(all, 'criterion', 'criteria')}, ${read} understood (${share}%)`,
  show: 'Show',
  filters: {
    all: (n) => `All ${n}`,
    open: (n) => `To complete ${n}`,
    check: (n) => `Settled by usual practice ${n}`,
    read: (n) => `Understood ${n}`,
  },
  table: 'To look at in the table as a whole',
  row: 'Row',
  rowOf: (row) => `Row ${row}`,
  indicator: 'Indicator',
  points: 'Points',
  text: 'Text of the notice',
  rule: 'Rule read from it',
  noText: '(no criterion)',
  unread: 'Not understood',
  kept: 'Left as it stands',
  assumed: 'By usual practice',
  nothing: 'There are no such indicators.',
  facts: (n) => `${count(n, 'data item')} to fill in`,
  factsText: 'Named after the text or the indicator. You can rename them once the draft is saved.',
  fact: 'Name',
  unit: 'Measured in',
  by: 'Filled in by',
  filled: { unit: 'Unit', bureau: 'Finance bureau', reviewer: 'Assessor' },
  kind: 'What to fill in',
  kinds: {
    number: 'Number',
    boolean: 'Yes or no',
    text: 'Text',
    choice: 'Choice',
    date: 'Date',
    list: 'Table of rows',
  },
  percent: 'Percentage',
  formula: 'How it is worked out',
  given: 'Given at the start of the year',
}

export const saveWords: Words<typeof chinese.saveWords> = {
  title: 'Save as draft',
  name: 'Name',
  id: 'ID',
  idHint: 'Letters, digits and hyphens, such as huadu-department. A rule set keeps its ID from year to year.',
  badId: 'Use only lower-case letters, digits and hyphens, and start with a letter.',
  effective: 'In force from',
  region: 'Region',
  subject: 'What is evaluated',
  document: 'Title and number of the notice',
  save: 'Save as draft and open',
  saving: 'Saving…',
  there: (id, effective) =>
    `There is already a draft of “${id}” in force from ${effective}. It has not been overwritten.`,
  openThere: 'Open that draft',
}

export const ruleFileWords: Words<typeof chinese.ruleFileWords> = {
  title: 'Import a rule set',
  short: 'Import',
  intro:
    'Choose a rule set exported from here: an Excel workbook (changed or not) or a JSON file. See what has changed, then save it as a draft.',
  choose: 'Choose a file',
  drop: 'You can also drop a file here.',
  again: 'Use another',
  reading: 'Reading…',
  file: (name) => `File: ${name}`,
  problems: (n) =>
    `${count(n, 'place')} could not be understood. Correct ${n === 1 ? 'it' : 'them'} and import again; nothing was saved.`,
  place: 'Place',
  item: 'Column or item',
  why: 'What is wrong and how to correct it',
  exportAs: 'Export',
  excel: 'Excel',
  json: 'JSON',
  exportTitle: (version, kind) => `Export ${version} as ${kind}`,
  changes: 'What has changed',
  against: {
    draft: (revision) => `Compared with revision ${revision} of the present draft`,
    version: (effective) => `Compared with the version in force from ${effective}`,
    none: 'There is no version with this ID to compare with; everything is new.',
  },
  same: 'Nothing has changed.',
  effective: 'In force from',
  save: 'Save as draft and open',
  saveOver: (revision) => `Save as revision ${revision} of the draft and open`,
  published: (effective) =>
    `The version in force from ${effective} is published and cannot be changed. Choose another date to make changes.`,
}
