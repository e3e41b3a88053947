import type * as chinese from './rounds.zh-CN.ts'
import { count } from './count.en.ts'
import type { Words } from './words.ts'

/** What the pages say of rounds of grading, of comparing two of them, and of sealing. */

const STATE = {
  waiting: 'Queued',
  running: 'Grading',
  stopped: 'Interrupted',
  done: 'Done',
  cancelled: 'Cancelled',
} as const

const WHY = {
  ruleSet: 'Version',
  submission: 'Form',
  cohort: 'Comparison group',
  engine: 'Grading program',
  inputs: 'Scores referred to',
} as const

const shownOf = (shown: number, all: number): string =>
  shown === all ? count(all, 'form') : `${shown} of ${count(all, 'form')}`

export const roundWords: Words<typeof chinese.roundWords> = {
  title: 'Rounds',
  lead: 'The forms of a year, graded together by one version. Newest first.',
  start: 'New round',
  name: (id) => `Round ${id}`,
  short: (id) => `Round ${id}`,
  state: (state) => STATE[state],
  sealed: 'Sealed',
  trial: 'Trial',
  trialHint: 'Graded by a draft: it does not count and cannot be sealed',
  emptyTitle: 'There are no rounds yet',
  empty: 'Choose a version of a rule set and a year, check whether the data is complete, then grade all at once.',

  columns: {
    number: 'Round',
    ruleSet: 'Rule set',
    year: 'Year',
    size: 'Forms',
    state: 'Status',
    came: 'Outcome',
    who: 'Who',
    when: 'Started',
  },
  progressOf: (done, size) => `${done} / ${size}`,
  cameTo: (final, open, faulty) =>
    [`${final} final`, open > 0 ? `${open} incomplete` : '', faulty > 0 ? count(faulty, 'error') : '']
      .filter(Boolean)
      .join(', '),

  form: {
    title: 'New round',
    version: 'Version of the rule set',
    draft: 'Draft',
    unpublished: (revision) => `draft, revision ${revision}, trial`,
    year: 'Year',
    region: 'Region',
    group: 'Group',
    mark: 'Tag',
    all: 'All',
    chosen: 'Only chosen ones',
    chosenCount: (n) => `${n} chosen`,
    search: 'Find by name',
    more: (n) => `${n} more; write a name to narrow them down`,
    noneFound: 'No such name',
    check: 'Check whether the data is complete',
    checking: 'Checking…',
    start: 'Start the round',
    anyway: 'Grade anyway',
    starting: 'Starting…',
    noVersions: 'There are no published rule sets and no drafts yet.',
    noYears: 'There are no forms for this rule set yet.',
    complete: (size) => `${count(size, 'form')} to grade, with complete data.`,
    lacking: (size, n) => `${count(size, 'form')} to grade, ${n} of them with data missing.`,
    lackingText:
      'If you grade anyway, those with data missing get a range of scores and no rank. Once the data is complete, grade again to get their scores.',
    facts: 'Missing data',
    factCount: (n) => count(n, 'form'),
    submission: 'Name',
    what: 'What is missing',
    leaves: 'Indicators left open by it',
    onlyFirst: (n) => (n === 1 ? 'Only the first is listed.' : `Only the first ${n} are listed.`),
    stateOf: { missing: 'not filled in', pending: 'pending' },
    row: (id) => `Row “${id}”: `,
    required: 'required',
    changed: 'You changed what is to be graded. Check again.',
  },

  page: {
    basis: 'What it was graded by',
    version: 'Version',
    population: 'What is graded',
    populationText: (size, year, subject) => `${count(size, subject.toLowerCase())}, ${year}`,
    onlyRegions: 'Region',
    onlyGroups: 'Group',
    onlyMarks: 'Tag',
    onlyChosen: (n) => count(n, 'chosen form'),
    cohort: 'Comparison group',
    cohortOf: (size) => `${count(size, 'form')} compared with each other`,
    noCohort: 'Not compared with each other',
    cohortLater: 'Known once grading is done',
    confirm: 'Checked by both judges',
    confirmOf: (confirmed, differing) =>
      differing === 0
        ? `${count(confirmed, 'form')}, all the same`
        : `${count(confirmed, 'form')}, ${differing} not the same`,
    sample: (first, oneIn) => `all of the first ${first}, then 1 in ${oneIn}`,
    engine: 'Grading program',
    when: 'Time',
    took: (text) => `took ${text}`,

    progress: 'Progress',
    collecting: 'Reading the data to be compared',
    waiting: 'Another round is being graded. This one follows when it is done.',
    done: (done, total) => `${done} / ${total} graded`,
    rate: (rate) => `${rate} a second`,
    left: (text) => `about ${text} left`,
    seconds: (n) => count(n, 'second'),
    minutes: (n) => count(n, 'minute'),
    hours: (hours, minutes) => `${count(hours, 'hour')} ${count(minutes, 'minute')}`,
    cancel: 'Cancel',
    cancelSure: 'Cancel this round',
    cancelText: 'What has been graded stays. No more is graded, and the round cannot be continued.',
    goOn: 'Continue',

    announceDone: (done) => `Grading is done: ${count(done, 'form')}.`,

    distribution: 'Distribution of scores',
    bin: (from, to, n) => `${from}–${to} points: ${count(n, 'form')}`,
    noPoints: 'There are no final scores yet.',
    mean: 'Mean',
    median: 'Median',
    best: 'Highest',
    worst: 'Lowest',
    grade: 'Grade',
    count: 'Forms',
    share: 'Share',

    faulty: (n) => `${count(n, 'form')} with errors or that could not be graded: see why`,
    rank: 'Rank',
    tied: 'tied',
    nameColumn: 'Name',
    group: 'Group',
    region: 'Region',
    self: 'Self-assessed score',
    points: 'Score',
    lines: 'Deductions',
    status: 'Status',
    confirmed: 'Checked by both judges',
    filter: 'Filter by name or ID',
    allStatus: 'All statuses',
    allRegions: 'All regions',
    allGroups: 'All groups',
    without: '(none)',
    shown: shownOf,
    caption: (id) => `Results of round ${id}`,
    nothing: 'No results match the filters.',
    none: 'There are no results yet.',
    printCut: (n) => `Only the first ${n} are printed. Export to xlsx for all of them.`,

    export: 'Export',
    exportHint: 'Ranking, what the round came to and points lost, xlsx',
    compare: 'Compare with another round',
    compareWith: 'Compare…',
    seal: 'Seal',
    sealTitle: 'Seal the results of this round',
    sealText: (n) =>
      n === 1
        ? 'Once sealed, this 1 result no longer changes. It has a receipt that can be checked elsewhere.'
        : `Once sealed, these ${n} results no longer change. Each has a receipt that can be checked elsewhere.`,
    supersedes: (run) => `It replaces “${run}”, which is sealed. Give the reason, and have another person seal it.`,
    reason: 'Reason',
    sealing: 'Sealing…',
    sealedAs: (run) => `Sealed as ${run}`,
    checkpoint: 'Download checkpoint',
    receipt: 'Receipt',
    receiptOf: (name) => `Download the receipt of “${name}”`,
  },

  account: {
    then: (id) => `Result of round ${id}`,
    now: 'See the present one',
    receipt: 'Download receipt',
  },

  compare: {
    title: (before, after) => `Round ${before} compared with round ${after}`,
    before: (id) => `Round ${id}`,
    lead: 'Two rounds',
    why: (name) => WHY[name],
    same: 'Version, forms, comparison group and grading program are the same.',
    version: 'Version',
    cohort: 'Comparison group',
    engine: 'Grading program',
    inputs: (n) => `Scores referred to changed in ${count(n, 'form')}`,
    submissions: (n) => `${count(n, 'form')} changed`,
    added: (n) => `${count(n, 'form')} only in the later round`,
    removed: (n) => `${count(n, 'form')} only in the earlier round`,
    moved: (moved, up, down) =>
      moved === 0 ? 'No scores changed.' : `${count(moved, 'score')} changed: ${up} up, ${down} down.`,
    mean: 'Mean',
    gradeMoves: 'Changes of grade',
    noGradeMoves: 'No grades changed.',
    scatter: (before, after) =>
      `Across, the score in round ${before}; up, the score in round ${after}. Those on the line have not changed.`,
    scatterTitle: 'Scores before and after',
    onlyMoved: 'Only changed ones',
    filter: 'Filter by name',
    columns: {
      name: 'Name',
      before: 'Before',
      after: 'After',
      change: 'Change',
      rankBefore: 'Rank before',
      rankAfter: 'Rank after',
      grades: 'Grade',
      why: 'Why it differs',
    },
    notIn: 'not in it',
    shown: shownOf,
    nothing: 'Nothing matches.',
    caption: 'Comparison form by form',
  },
}
