import { changeFact, unwrap } from './facts.ts'
import type { NumberStyle } from './explain/format-value.ts'
import { formatValue } from './explain/format-value.ts'
import { quoted, spaced } from './explain/sentence.ts'
import type { ReadFact } from './explain/read-values.ts'
import { factsRead } from './explain/read-values.ts'
import { Fraction } from './fraction.ts'
import type { Remedy } from './grading.ts'
import type { JudgedLeaf } from './judged-tree.ts'
import { judgeNode } from './judged-tree.ts'
import type { Account, AccountLine } from './ledger.ts'
import { settleLeaf } from './leaf-account.ts'
import type { Thousandths } from './points.ts'
import { toFraction } from './points.ts'
import type { Program } from './program.ts'
import { nearestGood } from './remedy-search.ts'
import type { Condition } from './rule-set.ts'
import type { Row, Submission } from './submission.ts'
import type { Frame, Value } from './value.ts'
import { ListValue } from './value.ts'
import type { Fired } from './verdict.ts'

/** What a fact is changed to, and where: `facts.spent`, `facts.targets[2].actual`. */
interface Change {
  readonly fact: ReadFact
  readonly path: string
  readonly to: number | string | boolean
  /** Size of the change against the value itself; a yes for a no counts as whole. */
  readonly relative: Fraction
}

export interface RemedyContext {
  readonly program: Program
  readonly submission: Submission
  /** The facts the submission was graded by. */
  readonly frame: Frame
  /** Grades a changed submission in full; answers the account of the form. */
  regrade(changed: Submission): Account
}

const ADJUSTABLE_PARTS = ['criterion', 'deduction']

/**
 * The smallest change of one value of the unit's own that would have kept the point, or null: for what a person must
 * judge (levels, findings), for cohort figures, for budgets and targets (`given`). Verified by grading again: with it
 * the line is gone and the leaf gains `gain`; one step of the fact less, it is not.
 */
export function findRemedy(context: RemedyContext, account: Account, line: AccountLine): Remedy | null {
  const { fired } = line
  if (line.about.kind !== 'rule' || !fired || account.node.kind !== 'leaf' || account.awarded === null) return null
  const leaf = account.node
  if (fired.rule.part === 'evidence') return evidenceRemedy(context, account, leaf)
  if (!ADJUSTABLE_PARTS.includes(fired.rule.part) || isLevel(leaf, fired)) return null
  const changes = candidates(context, fired).flatMap((fact) => changeOf(context, account, leaf, fired, fact) ?? [])
  changes.sort((a, b) => a.relative.compare(b.relative))
  for (const change of changes) {
    const gain = verifiedGain(context, account, fired, change.to, change.fact, fired.row?.index ?? null)
    if (gain === null) continue
    return { text: remedyText(change, fired, gain), path: change.path, to: change.to, gain: gain / 1000 }
  }
  return null
}

const isLevel = ({ verdict }: JudgedLeaf, { rule }: Fired): boolean =>
  verdict.criteria.some(({ plan }) => plan.method === 'level' && plan.rules.includes(rule))

/** Facts of the unit's own that the line reads and that hold one plain value. */
function candidates({ program, submission }: RemedyContext, { rule, row, frame }: Fired): ReadFact[] {
  const scope = rule.list === null ? program.form : program.form.rowScope(rule.list)
  return factsRead(rule, scope, frame).filter(({ info, scope: place, frame: home }) => {
    const { definition } = info
    const value = home.values[info.slot]
    if (info.expression || info.id.includes(':') || value instanceof ListValue) return false
    if (definition?.given || (definition?.by ?? 'unit') !== 'unit') return false
    if (definition && 'cohort' in definition && definition.cohort) return false
    const rows =
      place.list === null ? submission.facts : (unwrap(submission.facts[place.list]) as readonly Row[])[row?.index ?? 0]
    const input = unwrap(rows?.[info.id])
    if (typeof input === 'object' && input !== null && 'grading' in input) return false
    return value instanceof Fraction || typeof value === 'boolean' || definition?.type === 'choice'
  })
}

function changeOf(
  context: RemedyContext,
  account: Account,
  leaf: JudgedLeaf,
  fired: Fired,
  fact: ReadFact,
): Change | null {
  const rowIndex = fired.row?.index ?? null
  const { info, scope, frame } = fact
  const path = scope.list === null ? `facts.${info.id}` : `facts.${scope.list}[${rowIndex ?? 0}].${info.id}`
  const value = frame.values[info.slot]
  const good = (to: number | string | boolean): boolean => improves(context, account, leaf, fired, fact, to)
  if (typeof value === 'boolean') return good(!value) ? { fact, path, to: !value, relative: Fraction.ONE } : null
  if (typeof value === 'string') {
    const to = info.definition?.options?.find((option) => option !== value && good(option))
    return to === undefined ? null : { fact, path, to, relative: Fraction.ONE }
  }
  if (!(value instanceof Fraction)) return null
  const decimals = info.definition?.decimals ?? info.decimals ?? 2
  const to = nearestGood({
    from: value,
    decimals,
    min: limitOf(info.definition?.min) ?? (value.sign >= 0 ? Fraction.ZERO : null),
    max: limitOf(info.definition?.max),
    hints: hints(context.program, leaf, fired),
    good: (x) => good(x.toNumber()),
  })
  if (!to) return null
  const size = to.subtract(value).abs()
  const relative = value.isZero ? Fraction.ONE.max(size) : size.divide(value.abs())
  return { fact, path, to: to.toNumber(), relative }
}

const limitOf = (limit: number | undefined): Fraction | null =>
  limit === undefined ? null : Fraction.fromNumber(limit)

/**
 * Numbers that a threshold may sit on: constants in the conditions of the leaf's rules, the other values the line
 * reads, and their products (a limit on a completion rate lies at limit × target).
 */
function hints(program: Program, leaf: JudgedLeaf, { rule, frame }: Fired): Fraction[] {
  const scope = rule.list === null ? program.form : program.form.rowScope(rule.list)
  const siblings = leaf.verdict.criteria.flatMap(({ plan }) => plan.rules)
  const constants = [rule, ...siblings].flatMap(({ conditions }) => constantsOf(conditions))
  const values = factsRead(rule, scope, frame).flatMap(({ info, frame: home }) => {
    const value = home.values[info.slot]
    return value instanceof Fraction ? [value] : []
  })
  const limits = distinct(constants).slice(0, MOST_HINTS)
  const own = distinct(values).slice(0, MOST_HINTS)
  return [
    ...limits,
    ...own,
    ...limits.slice(0, 3).flatMap((limit) => [...limits, ...own].slice(0, 6).map((end) => limit.multiply(end))),
  ]
}

/** Every hint is tried in both directions, so there are few. */
const MOST_HINTS = 8

const distinct = (values: readonly Fraction[]): Fraction[] => [
  ...new Map(values.map((value) => [value.toKey(), value])).values(),
]

function constantsOf(condition: Condition): Fraction[] {
  if ('all' in condition) return condition.all.flatMap(constantsOf)
  if ('any' in condition) return condition.any.flatMap(constantsOf)
  if ('not' in condition) return constantsOf(condition.not)
  const values = Array.isArray(condition.value) ? condition.value : [condition.value]
  return values.flatMap((value) => (typeof value === 'number' ? [Fraction.fromNumber(value)] : []))
}

/** Whether a change removes the line and raises the leaf: only this leaf's rules are judged again. */
function improves(
  { program, frame: original }: RemedyContext,
  account: Account,
  leaf: JudgedLeaf,
  fired: Fired,
  { info, scope }: ReadFact,
  to: number | string | boolean,
): boolean {
  const value = typeof to === 'number' ? Fraction.fromNumber(to) : to
  const row = fired.row?.index ?? null
  const frame = changeFact(program, original, { slot: info.slot, list: scope.list, row, value })
  const again = judgeNode({ program, frame }, leaf.plan)
  const same = again.kind === 'rows' ? again.children.find(({ id }) => id === leaf.id) : again
  if (same?.kind !== 'leaf' || same.applies !== true) return false
  const settled = settleLeaf({ program, decimals: program.ruleSet.decimals }, same, account.points)
  return settled.awarded !== null && settled.awarded > (account.awarded ?? 0) && !hasLine(settled.lines, fired)
}

const hasLine = (lines: readonly AccountLine[], { rule, row }: Fired): boolean =>
  lines.some((line) => line.fired?.rule === rule && (line.fired.row?.id ?? null) === (row?.id ?? null))

/** What the leaf gains in a full grading of the changed submission, when the line is gone there too. */
function verifiedGain(
  context: RemedyContext,
  account: Account,
  fired: Fired,
  to: number | string | boolean,
  fact: ReadFact,
  rowIndex: number | null,
): Thousandths | null {
  const again = find(context.regrade(withValue(context.submission, fact, rowIndex, to)), account.node.id)
  // a leaf that would no longer apply keeps no point
  if (again?.status !== 'graded' || again.awarded === null || account.awarded === null) return null
  if (hasLine(again.lines, fired)) return null
  const gain = again.awarded - account.awarded
  return gain > 0 ? gain : null
}

function find(account: Account, id: string): Account | null {
  if (account.node.id === id) return account
  for (const child of account.children) {
    const found = find(child, id)
    if (found) return found
  }
  return null
}

/** The submission with one value changed; everything else is shared. */
function withValue(
  submission: Submission,
  { info, scope }: ReadFact,
  rowIndex: number | null,
  to: number | string | boolean,
): Submission {
  if (scope.list === null) return { ...submission, facts: { ...submission.facts, [info.id]: to } }
  const rows = unwrap(submission.facts[scope.list]) as readonly Row[]
  const changed = rows.map((row, index) => (index === rowIndex ? { ...row, [info.id]: to } : row))
  return { ...submission, facts: { ...submission.facts, [scope.list]: changed } }
}

function evidenceRemedy(context: RemedyContext, account: Account, leaf: JudgedLeaf): Remedy | null {
  const evidence = [...(context.submission.evidence ?? []), { indicator: leaf.id }]
  const again = find(context.regrade({ ...context.submission, evidence }), leaf.id)
  const gain = (again?.awarded ?? 0) - (account.awarded ?? 0)
  if (gain <= 0) return null
  return { text: `若补充佐证材料，则可多得 ${pointsText(gain)} 分`, path: 'evidence', to: leaf.id, gain: gain / 1000 }
}

function remedyText({ fact, to }: Change, { row }: Fired, gain: Thousandths): string {
  const { info, frame, scope } = fact
  const value = frame.values[info.slot]
  const target = typeof to === 'number' ? Fraction.fromNumber(to) : to
  const where = scope.list === null || !row ? '' : `第 ${row.index + 1} 行`
  const verb =
    value instanceof Fraction && target instanceof Fraction ? (target.compare(value) > 0 ? '提高到' : '降低到') : '改为'
  return spaced([
    '若',
    where,
    quoted(info.label),
    '由',
    shown(value, info),
    verb,
    shown(target, info),
    '，则可多得 ',
    pointsText(gain),
    ' 分',
  ])
}

const shown = (value: Value | undefined, info: NumberStyle): string =>
  value instanceof Fraction ? formatValue(value, info) : quoted(formatValue(value, info))

const pointsText = (points: Thousandths): string => toFraction(points).toText(3, true)
