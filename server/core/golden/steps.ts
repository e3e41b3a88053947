import { compileRuleSet, type GradingContext } from '../compile.ts'
import { Fraction } from '../fraction.ts'
import type { GradedNode, Grading, Line } from '../grading.ts'
import { parsed, refused, type Parsed } from '../issue.ts'
import { nodeNames, restrictSubmission } from '../restrict-submission.ts'
import type { RuleSet } from '../rule-set.ts'
import type { Submission } from '../submission.ts'
import { BASE_NAME, type Expected, type GivenCase, type GoldenCase, type GoldenCases, type Said } from './cases-file.ts'
import { coverageOf } from './coverage.ts'
import { findNode, flattenNodes } from './graded-nodes.ts'
import { runCases, type CaseResult } from './run-cases.ts'
import type { Untested } from './standing.ts'

/** What people do with the cases of a draft. Each gives the cases as they are then, and what was done in a few words. */
export interface Stepped {
  readonly cases: GoldenCases
  readonly text: string
}

/**
 * Pins (钉住) a submission's points and lines of a node, as they come out under a rule set, as what is expected from now
 * on. The same submission pinned at the same node again takes the place of the earlier one.
 * @param context what its grading stands on besides: figures of its cohort, gradings it reads
 */
export function pinCase(
  ruleSet: RuleSet,
  cases: GoldenCases,
  {
    submission,
    hash,
    context,
    node: id,
  }: {
    readonly submission: Submission
    readonly hash: string
    readonly context: GradingContext
    readonly node: string
  },
  said: Said,
): Parsed<Stepped> {
  const grading = compileRuleSet(ruleSet).grade(submission, { ...context, explain: false })
  const node = findNode(grading.indicators, id)
  if (!node)
    return refused([
      {
        path: 'indicator',
        code: 'unknown_indicator',
        message: `“${submission.name}”的评分里没有指标“${id}”，不能钉住。`,
      },
    ])
  const others = cases.cases.filter(
    ({ submission: pinned, expect }) => pinned?.id !== submission.id || !(id in (expect.awarded ?? {})),
  )
  const name = freeName(others, [
    `${submission.name} · ${node.label}`,
    `${submission.name}（${submission.id}）· ${node.label}`,
  ])
  const golden: GoldenCase = {
    name,
    submission: { id: submission.id, hash },
    pinned: said,
    ...givenOf(submission, context),
    expect: expectedOf(node),
  }
  return parsed({ cases: { ...cases, cases: [...others, golden] }, text: `钉住“${name}”` })
}

/** Takes what cases come to now for right (改为新的结果): those named, or (null) all that come to something else. */
export function acknowledgeCases(
  ruleSet: RuleSet,
  cases: GoldenCases,
  names: readonly string[] | null,
  said: Said,
): Parsed<Stepped> {
  const changed = runCases(ruleSet, cases).filter(({ ok, name }) => !ok && (names === null || names.includes(name)))
  if (changed.length === 0)
    return refused([
      { path: 'names', code: 'nothing_changed', message: '这些用例现在都一致，没有要改的，请刷新后再看。' },
    ])
  const fitted = fitCases(ruleSet, cases)
  const now = new Map(runCases(ruleSet, fitted).map((result) => [result.name, result]))
  const told = new Map(changed.map((result) => [result.name, result]))
  const settle = (golden: GoldenCase): GoldenCase[] => {
    const was = told.get(golden.name)
    if (!was) return [golden]
    const expect = expectAnew(golden.expect, now.get(golden.name)?.grading ?? null)
    // nothing is left of what it expected, or of the reading it had
    if (!expect) return []
    const changes = changesOf(was, golden.expect, now.get(golden.name)?.grading ?? null)
    return [{ ...golden, acknowledged: [...(golden.acknowledged ?? []), { ...said, changes }], expect }]
  }
  const fitting = new Map(fitted.cases.map((golden) => [golden.name, golden]))
  const base = told.has(BASE_NAME) ? settleBase(fitted.base, now.get(BASE_NAME)?.grading ?? null) : cases.base
  const settled = cases.cases.flatMap((golden) => settle(told.has(golden.name) ? fitting.get(golden.name)! : golden))
  const lost = cases.cases.length - settled.length
  const which = changed.length === 1 ? `用例“${changed[0]!.name}”` : ` ${changed.length} 个用例`
  const text = `把${which}改为新的结果${lost === 0 ? '' : `，去掉其中已无从评起的 ${lost} 个`}`
  return parsed({ cases: { ...cases, base, cases: settled }, text })
}

/** Takes a case out. */
export function removeCase(cases: GoldenCases, name: string): Parsed<Stepped> {
  const left = cases.cases.filter((golden) => golden.name !== name)
  if (left.length === cases.cases.length)
    return refused([{ path: 'name', code: 'unknown_case', message: `没有用例“${name}”，请刷新后再看。` }])
  return parsed({ cases: { ...cases, cases: left }, text: `取消钉住“${name}”` })
}

/** Says why no case tries these outcomes of rules, or (null) any of those that none tries yet. */
export function stateReason(
  ruleSet: RuleSet,
  cases: GoldenCases,
  rules: readonly Untested[] | null,
  reason: string,
  said: Said,
): Parsed<Stepped> {
  const open = coverageOf(ruleSet, cases).rules.flatMap(({ rule, missing }) =>
    missing.map((outcome) => ({ rule, outcome })),
  )
  const wanted =
    rules === null
      ? open
      : open.filter((one) => rules.some(({ rule, outcome }) => rule === one.rule && outcome === one.outcome))
  if (wanted.length === 0)
    return refused([
      { path: 'rules', code: 'nothing_untested', message: '这些规则已有用例，或已经说明过，请刷新后再看。' },
    ])
  const stated = { ...said, ...(rules === null && { all: true as const }) }
  return parsed({
    cases: { ...cases, uncovered: [...(cases.uncovered ?? []), ...wanted.map((one) => ({ ...one, reason, stated }))] },
    text: `说明 ${wanted.length} 处没有用例的原因：${reason}`,
  })
}

/**
 * The cases a copy for another year begins with: what is expected, and why some rules have none. Another reading of the
 * old notice, a reason given for everything at once, and what was acknowledged then belong to the old year.
 */
export const copyCases = ({ uncovered = [], cases, ...rest }: GoldenCases): GoldenCases => ({
  ...rest,
  cases: cases.filter(({ patch }) => !patch).map(({ acknowledged: _, ...golden }) => golden),
  uncovered: uncovered.filter((entry) => !('outcome' in entry) || !entry.stated?.all),
})

/** What a submission hands in, as a case writes it. */
function givenOf({ facts, findings, evidence }: Submission, { cohort, gradings }: GradingContext): GivenCase {
  return {
    facts: facts as GivenCase['facts'],
    ...(evidence && { evidence: [...new Set(evidence.map(({ indicator }) => indicator))] }),
    ...(findings && { findings }),
    ...(cohort && { cohort: Object.fromEntries([...cohort.figures].map(([id, figure]) => [id, figureOf(figure)])) }),
    ...(gradings &&
      gradings.size > 0 && { gradings: Object.fromEntries([...gradings].map(([id, { points }]) => [id, points])) }),
  }
}

function figureOf(figure: number | Fraction): number | string {
  if (typeof figure === 'number') return figure
  const number = figure.toNumber()
  return Fraction.fromNumber(number).equals(figure) ? number : figure.toKey()
}

/** Everything that a node's account says: its points, those of all under it, and every line. */
function expectedOf(top: GradedNode): Expected {
  const nodes = flattenNodes([top])
  return {
    awarded: Object.fromEntries(nodes.map(({ id, awarded }) => [id, awarded])),
    lines: Object.fromEntries(
      nodes
        .filter(({ children, lines }) => children.length === 0 || lines.length > 0)
        .map(({ id, lines }) => [id, lines.map(brief)]),
    ),
  }
}
const brief = ({ rule, item, points }: Line) => ({ rule, item, points })

/** The same questions, answered as a grading answers them; null when none of them is left. */
function expectAnew(expected: Expected, grading: Grading | null): Expected | null {
  if (!grading) return null
  const node = (id: string): GradedNode | null => findNode(grading.indicators, id)
  const { status, points, grade, range, awarded, lines } = expected
  const anew: Expected = {
    ...(status !== undefined && { status: grading.status }),
    ...(points !== undefined && { points: grading.points }),
    ...(grade !== undefined && { grade: grading.grade }),
    ...(range !== undefined && { range: grading.range && [grading.range[0], grading.range[1]] }),
    ...(awarded && {
      awarded: Object.fromEntries(Object.keys(awarded).flatMap((id) => entry(id, node(id)?.awarded))),
    }),
    ...(lines && {
      lines: Object.fromEntries(
        Object.keys(lines).flatMap((id) =>
          entry(id, (id === 'total' ? grading.overrides : node(id)?.lines)?.map(brief)),
        ),
      ),
    }),
  }
  const left = Object.values(anew).some(
    (part) => typeof part !== 'object' || part === null || Array.isArray(part) || Object.keys(part).length > 0,
  )
  return left ? anew : null
}
const entry = <T>(id: string, value: T | undefined): [string, T][] => (value === undefined ? [] : [[id, value]])

/** A base that no longer gets full marks says what it gets. */
const settleBase = (base: GoldenCases['base'], grading: Grading | null): GoldenCases['base'] =>
  base && grading && { ...base, expect: { status: grading.status, points: grading.points } }

/** Each change in a few words, for whoever approves. */
function changesOf({ differences }: CaseResult, expected: Expected, grading: Grading | null): string[] {
  return differences.map(({ path, message }) => {
    const [, id] = /^awarded\.(.+)$/.exec(path) ?? []
    const node = id === undefined || !grading ? null : findNode(grading.indicators, id)
    if (!node || id === undefined) return message
    return `“${node.label}”由${pointsText(expected.awarded?.[id] ?? null)}变为${pointsText(node.awarded)}`
  })
}
const pointsText = (points: number | null): string =>
  points === null ? '待定' : ` ${String(points).replace('-', '−')} 分`

/** Cases as far as a rule set still asks for what they hand in. */
function fitCases(ruleSet: RuleSet, cases: GoldenCases): GoldenCases {
  const names = nodeNames(ruleSet.indicators)
  const figures = new Set(ruleSet.facts.filter(({ cohort }) => cohort).map(({ id }) => id))
  const fit = <T extends GivenCase>(given: T): T => {
    const { facts, findings, evidence } = restrictSubmission(
      {
        id: 'case',
        name: 'case',
        subject: 'department',
        year: 2000,
        facts: (given.facts ?? {}) as Submission['facts'],
        ...(given.findings && { findings: given.findings }),
        ...(given.evidence && { evidence: given.evidence.map((indicator) => ({ indicator })) }),
      },
      ruleSet,
      names,
    )
    return {
      ...given,
      ...(given.facts && { facts }),
      ...(given.findings && { findings }),
      ...(given.evidence && { evidence: (evidence ?? []).map(({ indicator }) => indicator) }),
      ...(given.cohort && {
        cohort: Object.fromEntries(Object.entries(given.cohort).filter(([id]) => figures.has(id))),
      }),
    }
  }
  return { ...cases, base: cases.base && fit(cases.base), cases: cases.cases.map(fit) }
}

function freeName(cases: readonly GoldenCase[], wanted: readonly [string, string]): string {
  const taken = new Set([BASE_NAME, ...cases.map(({ name }) => name)])
  const [plain, exact] = wanted.map((name) => name.slice(0, 180)) as [string, string]
  if (!taken.has(plain)) return plain
  for (let number = 1; ; number++) {
    const name = number === 1 ? exact : `${exact}（${number}）`
    if (!taken.has(name)) return name
  }
}
