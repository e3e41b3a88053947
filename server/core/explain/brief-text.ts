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

/** What a grading says beside its nodes. */
type Frame = Omit<Grading, 'indicators'>

/**
 * Makes what writes brief gradings as text, the same to the byte as `JSON.stringify` of `briefOf`: what every form says
 * alike is written once, and nodes that lost nothing are known as a whole.
 */
export function compileBriefText(): (context: LineContext, account: Account, frame: Frame) => string {
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

  return (context, { children }, frame) => {
    let nodes = ''
    for (const child of children) nodes += (nodes && ',') + nodeText(context, child)
    return `{${headText(frame, standing(frame))},"indicators":[${nodes}]${endText(frame)}}`
  }
}

const nodeHead = ({ id }: { readonly id: string }): string => `{"id":${jsonString(id)},"points":`
const lineHead = ({ name }: Rule): string => `{"rule":${jsonString(name)}`

/** Rule set and engine, which are the same from form to form. */
interface Standing {
  readonly ruleSet: string
  readonly engine: string
}

/** Writes what stands in every grading of a batch once. */
function compileStandingText(): (frame: Frame) => Standing {
  const known = new Map<string, Standing>()
  return ({ ruleSet, engine }) => {
    const key = `${ruleSet.hash} ${engine.version} ${engine.hash}`
    const found = known.get(key)
    if (found) return found
    const made = { ruleSet: JSON.stringify(ruleSet), engine: JSON.stringify(engine) }
    known.set(key, made)
    return made
  }
}

function headText(frame: Frame, { ruleSet, engine }: Standing): string {
  const { status, submission, points, grade, cohort, inputs, confirmedBy, range } = frame
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

function endText(frame: Frame): string {
  if (frame.overrides.length === 0 && frame.checks.length === 0) return ''
  const end = JSON.stringify(briefEnd(frame)).slice(1, -1)
  return end && `,${end}`
}

function remembered<K extends object>(known: WeakMap<K, string>, key: K, write: (key: K) => string): string {
  const found = known.get(key)
  if (found !== undefined) return found
  const text = write(key)
  known.set(key, text)
  return text
}
