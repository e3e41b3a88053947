import type * as chinese from './forms.zh-CN.ts'
import { count } from './count.en.ts'
import { placeWords } from './places.en.ts'
import type { Words } from './words.ts'

/** Words of the pages where units fill in their forms and the bureau receives them. */

const STATUS = {
  filling: 'Being filled in',
  submitted: 'Handed in',
  returned: 'Returned',
  received: 'Accepted',
} as const

export const formWords: Words<typeof chinese.formWords> = {
  title: placeWords.forms,
  status: (status) => STATUS[status],
  statuses: Object.keys(STATUS),
  otherPerson:
    'Someone other than the person filling in this form is now signed in. Nothing was saved; sign in with the original account.',

  // the list
  all: 'All',
  begin: 'Start filling in',
  beginTitle: 'New form',
  unit: 'Unit',
  year: 'Year evaluated',
  ruleSet: 'Rule set',
  project: 'Project name',
  noneOpen: 'No rule set can be filled in for this year',
  emptyTitle: 'There are no forms yet',
  emptyOwn:
    'Choose a year and a rule set above to start. If a form was imported for the same year, its data is carried over.',
  emptyAll: 'Forms are listed here once units start filling them in. Imported ones are under “Results”.',
  name: 'Name',
  stage: 'Progress',
  saved: 'Last saved',
  handedIn: 'Handed in',
  files: 'Evidence',
  times: (n) => (n === 0 ? '—' : count(n, 'time')),
  fileCount: (n) => (n === 0 ? '—' : count(n, 'file')),
  caption: 'List of forms',
  idle: (year, n) =>
    n === 1
      ? `1 unit of the register has not started its form for ${year}`
      : `${n} units of the register have not started their forms for ${year}`,
  filterLabel: 'Filter by progress',

  // from a table
  table: 'Read from a table',
  tableReading: 'Reading…',
  template: 'Download template',
  tableRead: (facts, scores) =>
    `Read ${count(facts, 'data item')} and ${count(scores, 'self-assessed score')} and filled them in below. What the table leaves empty is as it was.`,
  tableRefused: 'The table has mistakes and was not read. Correct them as told below and read it again.',

  // saving
  save: {
    saved: (revision) => `Saved, revision ${revision}`,
    saving: 'Saving…',
    waiting: 'Saving…',
    away: 'Cannot reach the service; kept on this computer and saved when it is back',
    refused: 'Not saved',
    conflict: 'Changed in another window',
    homeless: 'The browser has no room left; do not close the window',
  },
  again: 'Try again',
  notGraded: (why) => `The scores and hints below are not of what is filled in now: ${why}`,
  notSaved: 'What you filled in is not saved on the service yet, so it was not handed in. Wait until it is saved.',
  theirs: (who, when) => `This form was saved in another window (${who}, ${when}). The two differ here:`,
  theirsSame: 'Both say the same.',
  takeMine: 'Use mine',
  takeTheirs: 'Use the saved one',
  takeTheirsSure: 'Changes in this window that are not saved are lost.',
  mine: 'Mine',
  other: 'Saved',
  left: (when) =>
    `This computer has changes from ${when} that were not saved in time. Someone has saved the form since.`,
  bringIn: 'Compare',
  dropLeft: 'Discard',
  dropSure: 'Discarded changes cannot be recovered.',

  // the account beside it
  selfTotal: 'Self-assessment',
  ourTotal: 'Trial score',
  counting: 'Calculating',
  ours: 'Trial score',
  open: 'Open',
  excused: 'Not applicable',
  higher: (points) => `Self-assessment higher by ${points}`,
  lower: (points) => `Self-assessment lower by ${points}`,
  lacking: (n) => `${n} missing`,
  wrong: (n) => count(n, 'mistake'),
  ready: 'Ready to hand in',
  outline: 'Indicators',
  others: 'Other data',
  clause: 'Criterion',

  // a fact
  entryState: 'State',
  states: { value: 'Filled in', missing: 'Not filled in', notApplicable: 'Not applicable', pending: 'Pending' },
  listStates: {
    rows: 'Row by row',
    none: 'None (empty table)',
    missing: 'Not filled in',
    notApplicable: 'Not applicable',
    pending: 'Pending',
  },
  required: 'Required',
  value: (label) => `${label}: value`,
  stateOf: (label) => `${label}: state`,
  note: 'Source and notes',
  noteOf: (label) => `${label}: source and notes`,
  reason: 'Why it does not apply',
  reasonOf: (label) => `${label}: why it does not apply`,
  pendingNote: 'What it is waiting for',
  choose: 'Choose',
  yes: 'Yes',
  no: 'No',
  elsewhere: (fact, leaf) => `${fact}: filled in under “${leaf}”`,
  byBureau: 'Filled in by the finance bureau',
  bureauOpen: 'not filled in yet',

  // rows
  addRow: 'Add row',
  removeRow: (row) => `Delete row ${row}`,
  remove: 'Delete',
  cell: (column, row) => `${column}, row ${row}`,
  rowsOf: (label) => `Rows of ${label}`,
  pasteHint: 'You can copy a block of cells in Excel or WPS, choose a cell here and press Ctrl V.',

  // self scores
  selfScore: 'Self-assessed score',
  selfScoreOf: (label) => `${label}: self-assessed score`,
  selfReason: 'Why points were lost',
  selfReasonOf: (label) => `${label}: why points were lost`,
  blockScore: (label) =>
    `Self-assessed score of “${label}” as a whole (if you fill it in, the self-assessments of its parts are not added up)`,
  points: 'points',

  // evidence
  evidence: 'Evidence',
  evidenceRequired: 'Evidence (required)',
  attach: 'Attach files',
  attachTo: (leaf) => `Attach files to “${leaf}”`,
  supports: 'What it is evidence of',
  wholeLeaf: 'The whole indicator',
  attaching: (done, all) => `Uploading ${done + 1} / ${all}`,
  noFiles: 'No files attached',
  detach: (name) => `Delete ${name}`,
  limits:
    'PDF, pictures, Word, Excel, PowerPoint, WPS, OFD. Each file up to 10 MB; up to 100 files and 200 MB for a form.',
  tooLarge: (name) => `${name} is over 10 MB and was not uploaded. Compress or split it and try again.`,
  lostFile: (name, why) => `${name}: ${why}`,

  // steps
  submit: 'Hand in',
  submitSure: 'Once handed in it cannot be changed until you withdraw it or it is returned.',
  withdraw: 'Withdraw',
  withdrawSure: 'Once withdrawn you can change it and hand it in again.',
  discard: 'Delete',
  discardSure: 'It has not been handed in. Once deleted, what was filled in cannot be recovered.',
  lockedSubmitted: (when) =>
    `Handed in ${when}. It cannot be changed while the finance bureau decides whether to accept or return it.`,
  lockedReceived: (when) =>
    `Accepted ${when}; it is now the official form. To change it, ask the finance bureau to return it.`,
  account: 'See the grading',
  returned: (who, when, remark) => `Returned by ${who} ${when}: ${remark}`,
  remark: 'Remarks',
  earlierRemark: 'Remarks',

  // the bureau
  changes: 'Changes since it was last handed in',
  noChanges: 'The same as when it was last handed in.',
  what: 'What',
  before: 'Last time',
  after: 'This time',
  writeRemark: (label) => `Remark on “${label}”`,
  addRemark: 'Write a remark',
  addRemarkOn: (label) => `Write a remark: ${label}`,
  returnForm: 'Return',
  returnTitle: 'Return to the unit',
  returnText: (n) =>
    n === 0
      ? 'The unit can change it and hand it in again.'
      : `It is returned with the ${count(n, 'remark')} you wrote. The unit can change it and hand it in again.`,
  receive: 'Accept',
  receiveSure:
    'Once accepted it is the official form and is graded in rounds. The unit cannot change it unless you return it.',
  notHandedIn: 'The unit is still filling it in. What it fills in can be seen once it is handed in.',
  lastHandedIn: 'The unit is changing it. Below is what was last handed in.',
  size: (bytes) =>
    bytes >= 1024 * 1024
      ? `${Math.round(bytes / 1024 / 102.4) / 10} MB`
      : `${Math.max(1, Math.round(bytes / 1024))} KB`,
}
