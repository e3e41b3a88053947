import type { Account } from '../ledger.ts'
import type { NodePlan } from '../rules.ts'
import { toPoints } from '../points.ts'
import type { LineContext } from './lines.ts'
import { printLine } from './lines.ts'
import { openMessage } from './open-message.ts'

/** Writes a node of a grading as the JSON text of what `printNode` makes of it. */
export type NodeText = (lines: LineContext, account: Account) => string

/**
 * Makes what writes nodes as text: what every form says alike is written once. A batch spends most of its time on
 * nodes that lost nothing.
 */
export function compileNodeText(): NodeText {
  const unharmed = new WeakMap<Account, string>()
  const heads = new WeakMap<NodePlan, string>()

  const headOf = ({ node }: Account): string => {
    // rows have names of their own
    if (node.kind === 'leaf' && node.row)
      return `{"id":${JSON.stringify(node.id)},"label":${JSON.stringify(node.label)}`
    const known = heads.get(node.plan)
    if (known !== undefined) return known
    const head = `{"id":${JSON.stringify(node.id)},"label":${JSON.stringify(node.label)}`
    heads.set(node.plan, head)
    return head
  }

  const write: NodeText = (context, account) => {
    const { awarded, points, range, status } = account
    let lines = ''
    for (const line of account.lines) lines += (lines && ',') + JSON.stringify(printLine(context, account, line))
    let children = ''
    for (const child of account.children) children += (children && ',') + text(context, child)
    const [least, most] = awarded === null ? [toPoints(range[0]), toPoints(range[1])] : [null, null]
    const message = openMessage(context.program, context.frame, account)
    return (
      `${headOf(account)},"points":${toPoints(points)},"awarded":${awarded === null ? null : toPoints(awarded)},` +
      `"range":${least === null ? null : `[${least},${most}]`},"status":"${status}",` +
      `"message":${message === null ? null : JSON.stringify(message)},"lines":[${lines}],"children":[${children}]}`
    )
  }

  const text: NodeText = (context, account) => {
    if (account.node.lossless !== account || account.status !== 'graded') return write(context, account)
    const known = unharmed.get(account)
    if (known !== undefined) return known
    const written = write(context, account)
    unharmed.set(account, written)
    return written
  }
  return text
}
