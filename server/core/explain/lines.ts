import { Fraction } from '../fraction.ts'
import { itemOf, ruleOf } from '../compact.ts'
import type { Line, Remedy } from '../grading.ts'
import type { Account, AccountLine } from '../ledger.ts'
import { toPoints } from '../points.ts'
import type { Program } from '../program.ts'
import type { Rule } from '../rules.ts'
import type { Scope } from '../scope.ts'
import type { Submission } from '../submission.ts'
import type { OverrideLine } from '../total.ts'
import type { Frame } from '../value.ts'
import { compileCalculation } from './calculation.ts'
import { formatValue, PLAIN } from './format-value.ts'
import { judgedCondition } from './judged-condition.ts'
import type { PrintValues, ValuesText } from './read-values.ts'
import { compileValues, compileValuesText, placesRead } from './read-values.ts'
import type { Say } from './sentence.ts'
import { compileSentence, quoted } from './sentence.ts'

export interface LineContext {
  readonly program: Program
  readonly submission: Submission
  readonly frame: Frame
  readonly words: (rule: Rule) => RuleWords
  /** With conditions and remedies, or without (lists, previews). */
  readonly full: boolean
  remedy(account: Account, line: AccountLine): Remedy | null
}

/** What a rule's lines say, but for the values of a form. */
export interface RuleWords {
  readonly scope: Scope
  readonly reason: Say
  readonly values: PrintValues
  readonly valuesText: ValuesText
  readonly calculation: (line: AccountLine) => string | null
}

/** The words of a rule set's rules, each made when it is first asked for and then kept. */
export function ruleWords({ form, rules, ruleSet }: Program): LineContext['words'] {
  const known = new Array<RuleWords | undefined>(rules.length)
  return (rule) => {
    const found = known[rule.place]
    if (found) return found
    const scope = rule.list === null ? form : form.rowScope(rule.list)
    const places = placesRead(rule, scope)
    return (known[rule.place] = {
      scope,
      reason: compileSentence(rule.reason, scope),
      values: compileValues(places),
      valuesText: compileValuesText(places),
      calculation: compileCalculation(rule, places, scope, ruleSet.decimals),
    })
  }
}

const text = (value: Fraction): string => formatValue(value, PLAIN)

/** A line of a node's account as a grading prints it. */
export function printLine(context: LineContext, account: Account, line: AccountLine): Line {
  return line.fired ? ruleLine(context, account, line) : plainLine(context, account, line)
}

/** Whether a line says nothing of the values that a rule read. */
export const isPlain = ({ fired, about }: AccountLine): boolean => fired === null || about.kind === 'earned'

function ruleLine(context: LineContext, account: Account, line: AccountLine): Line {
  const { rule, row, frame } = line.fired as NonNullable<AccountLine['fired']>
  if (line.about.kind === 'earned') return earnedLine(context, line, rule, frame)
  const { scope, reason, values, calculation } = context.words(rule)
  const ownRow = account.node.kind === 'leaf' && account.node.row === row
  return {
    rule: rule.name,
    item: itemOf(account, line),
    effect: line.effect,
    points: toPoints(line.points),
    reason: (row && !ownRow ? `${rowName(row.frame, row.index, scope.infos)}：` : '') + reason(frame),
    clause: rule.clause,
    values: values(frame, context.submission, row?.index ?? null),
    calculation: calculation(line),
    conditions: context.full ? judgedCondition(rule.conditions, scope, frame) : null,
    remedy: context.full ? context.remedy(account, line) : null,
  }
}

/** The first words a row carries, so that a line says which one it is about. */
function rowName(frame: Frame, index: number, infos: readonly { slot: number; id: string }[]): string {
  const words = infos.flatMap(({ slot, id }) => {
    const value = frame.values[slot]
    return typeof value === 'string' && id !== 'id' && value !== '' ? [value] : []
  })
  return `第 ${index + 1} 行${words[0] === undefined ? '' : quoted(words[0])}`
}

/** What a leaf that starts with nothing has not earned: no single row took it, so the list stands for its rows. */
function earnedLine({ program, submission }: LineContext, line: AccountLine, rule: Rule, frame: Frame): Line {
  const { form } = program
  const { info } = form.resolve(rule.list ?? '')
  return {
    rule: rule.name,
    item: rule.item,
    effect: line.effect,
    points: toPoints(line.points),
    reason: compileSentence(rule.reason, form)(frame),
    clause: rule.clause,
    values: compileValues([{ info, scope: form, outside: false }])(frame, submission, null),
    calculation: line.exact && `尚有 ${text(line.exact)} 分未得`,
    conditions: null,
    remedy: null,
  }
}

function plainLine({ program }: LineContext, account: Account, line: AccountLine): Line {
  const { reason, calculation } = plainWords(program, line, account)
  return {
    rule: ruleOf(account, line),
    item: null,
    effect: line.effect,
    points: toPoints(line.points),
    reason,
    clause: account.node.plan.indicator.clause ?? null,
    values: [],
    calculation,
    conditions: null,
    remedy: null,
  }
}

function plainWords(
  program: Program,
  { about, points }: AccountLine,
  account: Account,
): { reason: string; calculation: string | null } {
  const signed = `${points < 0 ? '−' : '+'}${text(Fraction.of(BigInt(Math.abs(points)), 1000n))}`
  switch (about.kind) {
    case 'floor':
      return { reason: '扣分合计超过分值，扣完为止', calculation: `超出的部分退回 ${signed}` }
    case 'cap':
      return { reason: '扣分合计超过本项扣分上限，超出部分不再扣', calculation: `超出的部分退回 ${signed}` }
    case 'missing':
      return { reason: '未填报，按规定记 0 分', calculation: null }
    case 'notChosen':
      return { reason: '择一计分，本项未选用', calculation: null }
    case 'exempt':
      if (about.policy === 'full') return { reason: '不适用，按满分计', calculation: null }
      if (about.policy === 'zero') return { reason: '不适用，按规定记 0 分', calculation: null }
      if (about.policy === 'rescale')
        // where siblings share their block's points, the others have taken them already
        return {
          reason: account.points === 0 ? '不适用，分值由其余各项分担' : '不适用，本项分值由其余指标按比例折算',
          calculation: null,
        }
      return {
        reason: `不适用，分值移入${quoted(program.nodes.get(about.policy.moveTo)?.indicator.label ?? about.policy.moveTo)}`,
        calculation: about.moved ? `移出 ${text(about.moved)} 分` : null,
      }
    case 'rescale': {
      const result = account.awarded === null ? '' : ` = ${text(Fraction.of(BigInt(account.awarded), 1000n))}`
      return {
        reason: '有指标不适用，按实得分折算到满分',
        calculation: `${text(about.earned)} × ${text(about.full)} ÷ ${text(about.counted)}${result}`,
      }
    }
    case 'scale':
      return {
        reason: `下级按 ${text(about.of)} 分制计分，折算为 ${text(about.full)} 分`,
        calculation: `${text(about.earned)} × ${text(about.full)} ÷ ${text(about.of)}`,
      }
    default:
      return { reason: '', calculation: null }
  }
}

/** A line of the total: what an override did, from how much to how much. */
export function printOverride(context: LineContext, line: OverrideLine, frame: Frame): Line {
  const { rule } = line
  const { reason, values, scope } = context.words(rule)
  const from = text(Fraction.of(BigInt(line.before), 1000n))
  const to = text(Fraction.of(BigInt(line.after), 1000n))
  return {
    rule: rule.name,
    item: null,
    effect: rule.event.type as Line['effect'],
    points: toPoints(line.points),
    reason: reason(frame),
    clause: rule.clause,
    values: values(frame, context.submission, null),
    calculation: from === to ? null : `${from} → ${to}`,
    conditions: context.full ? judgedCondition(rule.conditions, scope, frame) : null,
    remedy: null,
  }
}
