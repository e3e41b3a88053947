import { BRIEF_FORMAT, briefEnd, briefLine } from '../brief.ts'
import { itemOf } from '../compact.ts'
import type { Grading } from '../grading.ts'
import { jsonString } from '../json-string.ts'
import type { Account, AccountLine } from '../ledger.ts'
import { toPoints } from '../points.ts'
import type { NodePlan, Rule } from '../rules.ts'
import type { LineContext } from './lines.ts'
import { isPlain, printLine } from './lines.ts'
import { openMessage } from './open-message.ts'

/** What a grading says before its nodes, and what behind them. */
type End = Pick<Grading, 'overrides' | 'checks'>
type Head = Omit<Grading, 'indicators' | keyof End>

/**
 * Makes what writes brief gradings as text, the same to the byte as `JSON.stringify` of `briefOf`: what every form says
 * alike is written once, and nodes that lost nothing are known as a whole.
 */
export function compileBriefText(): (context: LineContext, head: Head, account: Account, end: End) => string {
  const unharmed = new WeakMap<Account, string>()
  const nodeHeads = new WeakMap<NodePlan, string>()
  const lineHeads = new WeakMap<Rule, string>()
  const standing = compileStandingText()

  const lineText = (context: LineContext, account: Account, line: AccountLine): string => {
    const { fired } = line
    if (!fired || isPlain(line)) return JSON.stringify(briefLine(printLine(context, account, line)))
    const { rule, row, frame } = fired
    const { valuesText, calculation } = context.words(rule)
    const [item, counted] = [itemOf(account, line), calculation(line)]
    const head = remembered(lineHeads, rule, lineHead)
    const values = valuesText(frame, context.submission, row?.index ?? null)
    return (
      `${head}${item === null ? '' : `,"item":${jsonString(item)}`},"effect":"${line.effect}",` +
      `"points":${toPoints(line.points)}${values && `,"values":[${values}]`}` +
      `${counted === null ? '' : `,"calculation":${jsonString(counted)}`}}`
    )
  }

  const writeNode = (context: LineContext, account: Account): string => {
    const { node, awarded, points, range, status } = account
    // rows have names of their own
    let text = node.kind === 'leaf' && node.row ? nodeHead(node) : remembered(nodeHeads, node.plan, nodeHead)
    text += toPoints(points)
    text +=
      awarded === null ? `,"range":[${toPoints(range[0])},${toPoints(range[1])}]` : `,"awarded":${toPoints(awarded)}`
    if (status !== 'graded') text += `,"status":"${status}"`
    const message = openMessage(context.program, context.frame, account)
    if (message !== null) text += `,"message":${jsonString(message)}`
    let lines = ''
    for (const line of account.lines) lines += (lines && ',') + lineText(context, account, line)
    let children = ''
    for (const child of account.children) children += (children && ',') + nodeText(context, child)
    return `${text}${lines && `,"lines":[${lines}]`}${children && `,"children":[${children}]`}}`
  }

  const nodeText = (context: LineContext, account: Account): string => {
    if (account.node.lossless !== account || account.status !== 'graded') return writeNode(context, account)
    const known = unharmed.get(account)
    if (known !== undefined) return known
    const text = writeNode(context, account)
    unharmed.set(account, text)
    return text
  }

  return (context, head, { children }, end) => {
    let nodes = ''
    for (const child of children) nodes += (nodes && ',') + nodeText(context, child)
    return `{${headText(head, standing(head))},"indicators":[${nodes}]${endText(end)}}`
  }
}

const nodeHead = ({ id }: { readonly id: string }): string => `{"id":${jsonString(id)},"points":`
const lineHead = ({ name }: Rule): string => `{"rule":${jsonString(name)}`

/** Rule set and engine, which are the same from form to form. */
interface Standing {
  readonly of: Head
  readonly ruleSet: string
  readonly engine: string
}

/** Writes what stands in every grading of a batch once. */
function compileStandingText(): (head: Head) => Standing {
  let known: Standing | null = null
  return (head) => {
    if (known === null || !standAlike(known.of, head))
      known = { of: head, ruleSet: JSON.stringify(head.ruleSet), engine: JSON.stringify(head.engine) }
    return known
  }
}

const standAlike = (one: Head, other: Head): boolean =>
  one.ruleSet.hash === other.ruleSet.hash &&
  one.engine.hash === other.engine.hash &&
  one.engine.version === other.engine.version

function headText(head: Head, { ruleSet, engine }: Standing): string {
  const { status, submission, points, grade, cohort, inputs, confirmedBy, range } = head
  const { id, name, hash } = submission
  let text =
    `"format":"${BRIEF_FORMAT}","status":"${status}","ruleSet":${ruleSet},` +
    `"submission":{"id":${jsonString(id)},"name":${jsonString(name)},"hash":${jsonString(hash)}},"engine":${engine}`
  if (cohort) text += `,"cohort":${JSON.stringify(cohort)}`
  if (inputs.length > 0) text += `,"inputs":${JSON.stringify(inputs)}`
  if (confirmedBy) text += `,"confirmedBy":"${confirmedBy}"`
  text += `,"points":${points},"grade":${grade === null ? null : jsonString(grade)}`
  return range ? `${text},"range":[${range[0]},${range[1]}]` : text
}

function endText(end: End): string {
  if (end.overrides.length === 0 && end.checks.length === 0) return ''
  const text = JSON.stringify(briefEnd(end)).slice(1, -1)
  return text && `,${text}`
}

function remembered<K extends object>(known: WeakMap<K, string>, key: K, write: (key: K) => string): string {
  const found = known.get(key)
  if (found !== undefined) return found
  const text = write(key)
  known.set(key, text)
  return text
}
