import { compileRuleSet, type Settled } from '../compile.ts'
import { sentenceText } from '../explain/sentence.ts'
import { FaultList } from '../fault-list.ts'
import type { Issue } from '../issue.ts'
import type { Outcome } from '../judge/outcome.ts'
import { always } from '../methods/context.ts'
import type { Program } from '../program.ts'
import type { RuleSet } from '../rule-set.ts'
import type { Rule } from '../rules.ts'
import { unknownName } from '../unknown-name.ts'
import { bandEnds, type BandEnd } from './band-ends.ts'
import type { GoldenCases, Uncovered } from './cases-file.ts'
import { prepareCases } from './prepare-cases.ts'
import { guardsOf, outcomesOf } from './rule-outcomes.ts'

type Decided = 'met' | 'notMet'

/** How far the cases try one rule. */
export interface RuleCoverage {
  readonly rule: string
  /** Id of the node it stands on; empty for a rule on the total. */
  readonly indicator: string
  readonly label: string
  readonly part: Rule['part']
  /** What it says, … for values. */
  readonly text: string
  /** Outcomes it can come to by how it is made. */
  readonly possible: readonly Decided[]
  /** Cases (rows, for a rule on rows) in which it has a say and is met, or is not. */
  readonly met: number
  readonly notMet: number
  /** Possible outcomes that no case has and nobody explained. */
  readonly missing: readonly Decided[]
  readonly explained: readonly { readonly outcome: Decided; readonly reason: string }[]
}

/** Whether the cases try one value at the end of a band. */
export interface EndCoverage extends Omit<BandEnd, 'in'> {
  readonly cases: number
  /** Why the value cannot occur, when somebody said so. */
  readonly reason: string | null
}

/** `covered` of `needed`; those explained are not needed. `percent` is 100 only when nothing is missing. */
export interface Tally {
  readonly needed: number
  readonly covered: number
  readonly explained: number
  readonly percent: number
}

/** Which rules and ends of bands the cases of a rule set try. */
export interface Coverage {
  /** Nothing is missing and nothing is explained wrongly. */
  readonly complete: boolean
  readonly met: Tally
  readonly notMet: Tally
  readonly ends: Tally
  readonly rules: readonly RuleCoverage[]
  readonly bandEnds: readonly EndCoverage[]
  /** Entries of `uncovered` that name nothing, or what is covered. */
  readonly issues: readonly Issue[]
}

/** What the cases of a rule set try, by the compiled judge. Cases with a patch are of another rule set and do not count. */
export function coverageOf(ruleSet: RuleSet, cases: GoldenCases): Coverage {
  const { program } = compileRuleSet(ruleSet)
  const unpatched = cases.cases.filter(({ patch }) => !patch)
  const settled = prepareCases(ruleSet, { ...cases, cases: unpatched }).flatMap(({ ready }) =>
    ready.ok ? [ready.value.grader.settle(ready.value.submission, ready.value.context)] : [],
  )
  const { uncovered = [] } = cases
  const guards = guardsOf(program)
  const ends = bandEnds(program, guards)
  const rules = rulesOf(program).map((rule) =>
    coverRule(
      program,
      rule,
      settled.flatMap((one) => outcomesOf(program, guards, rule, one)),
      uncovered,
    ),
  )
  const tried = ends.map((end) => coverEnd(end, settled, uncovered))
  const issues = checkUncovered(uncovered, rules, tried)
  const [met, notMet] = [tallyRules(rules, 'met'), tallyRules(rules, 'notMet')]
  const atEnds = tally(
    tried.length,
    tried.filter((end) => end.cases > 0).length,
    tried.filter((end) => end.cases === 0 && end.reason !== null).length,
  )
  const complete = issues.length === 0 && [met, notMet, atEnds].every(({ percent }) => percent === 100)
  return { complete, met, notMet, ends: atEnds, rules, bandEnds: tried, issues }
}

const rulesOf = ({ lowered }: Program): Rule[] => [
  ...lowered.formRules,
  ...[...lowered.listRules.values()].flat(),
  ...lowered.overrides,
]

function coverRule(
  program: Program,
  rule: Rule,
  outcomes: readonly Outcome[],
  uncovered: readonly Uncovered[],
): RuleCoverage {
  const count = (wanted: Decided): number => outcomes.filter((outcome) => outcome === wanted).length
  const counts = { met: count('met'), notMet: count('notMet') }
  const possible = possibleOutcomes(program, rule)
  const open = possible.filter((outcome) => counts[outcome] === 0)
  const explained = uncovered.flatMap((entry) =>
    'outcome' in entry && entry.rule === rule.name && open.includes(entry.outcome)
      ? [{ outcome: entry.outcome, reason: entry.reason }]
      : [],
  )
  const scope = rule.list === null ? program.form : program.form.rowScope(rule.list)
  return {
    rule: rule.name,
    indicator: rule.indicator,
    label: rule.part === 'override' ? '总分' : (program.nodes.get(rule.indicator)?.indicator.label ?? rule.indicator),
    part: rule.part,
    text: sentenceText(rule.reason, scope, null),
    possible,
    ...counts,
    missing: open.filter((outcome) => !explained.some((entry) => entry.outcome === outcome)),
    explained,
  }
}

/** What a rule can come to by how it is made: “always” is never not met, and evidence that is waited for never lacks. */
function possibleOutcomes({ nodes }: Program, { part, indicator, conditions }: Rule): Decided[] {
  if (conditions === always) return ['met']
  if (part === 'evidence' && nodes.get(indicator)?.indicator.evidence?.without === 'open') return ['notMet']
  return ['met', 'notMet']
}

function coverEnd(end: BandEnd, settled: readonly Settled[], uncovered: readonly Uncovered[]): EndCoverage {
  const { in: isIn, ...about } = end
  const entry = uncovered.find((other) => isAbout(other, end))
  return {
    ...about,
    cases: settled.filter(isIn).length,
    reason: entry?.reason ?? null,
  }
}

const isAbout = (entry: Uncovered, { indicator, end, at }: Omit<BandEnd, 'in'>): boolean =>
  'end' in entry && entry.rule === indicator && entry.end === end && entry.at === at

/** An explanation must be of something that exists and that indeed no case tries. */
function checkUncovered(
  uncovered: readonly Uncovered[],
  rules: readonly RuleCoverage[],
  ends: readonly EndCoverage[],
): Issue[] {
  const faults = new FaultList()
  const names = rules.map(({ rule: id }) => ({ id }))
  uncovered.forEach((entry, index) => {
    const path = ['uncovered', index]
    if ('end' in entry) {
      const about = ends.filter((end) => isAbout(entry, end))
      const said = `“${entry.rule}”${PLACE_WORDS[entry.at]} ${entry.end}`
      if (about.length === 0)
        faults.add(path, 'unknown_end', `没有${said} 这个要试的分档边界（或数值到不了那里），请核对或删去。`)
      else if (about.every((end) => end.cases > 0)) faults.add(path, 'covered', `已有用例试到${said}，请删去这条说明。`)
      return
    }
    const rule = rules.find((other) => other.rule === entry.rule)
    const said = `“${entry.rule}”${OUTCOME_WORDS[entry.outcome]}`
    if (!rule) faults.add([...path, 'rule'], 'unknown_rule', unknownName('规则', entry.rule, names))
    else if (rule[entry.outcome] > 0) faults.add(path, 'covered', `已有用例使${said}，请删去这条说明。`)
    else if (!rule.explained.some(({ outcome }) => outcome === entry.outcome))
      faults.add(path, 'not_needed', `${said}本来就不会出现，不需要说明，请删去。`)
  })
  return faults.issues
}

function tallyRules(rules: readonly RuleCoverage[], outcome: Decided): Tally {
  const needed = rules.filter(({ possible }) => possible.includes(outcome))
  return tally(
    needed.length,
    needed.filter((rule) => rule[outcome] > 0).length,
    needed.filter((rule) => rule.explained.some((entry) => entry.outcome === outcome)).length,
  )
}

function tally(all: number, covered: number, explained: number): Tally {
  const needed = all - explained
  return { needed, covered, explained, percent: needed === 0 ? 100 : Math.floor((100 * covered) / needed) }
}

export const OUTCOME_WORDS: Readonly<Record<Decided, string>> = { met: '成立', notMet: '不成立' }
export const PLACE_WORDS: Readonly<Record<BandEnd['at'], string>> = {
  'just below': '刚低于',
  at: '恰为',
  'just above': '刚高于',
}
