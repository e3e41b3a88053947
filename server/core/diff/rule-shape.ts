import { tokensText } from '../describe/token.ts'
import { describeDeduction, describeMonitoring, describeOverride } from '../describe/rules.ts'
import { quoted } from '../explain/sentence.ts'
import type { Deduction, MonitoringRule, Override } from '../rule-set.ts'
import { contentWithout, matchById } from './match.ts'
import { conditionMember, formulaText, plainNumber, pointsText, shareText, textMember } from './members.ts'
import { changeText, NONE, shapeOf, value, type ListShape, type Member, type Reading, type Shape } from './shape.ts'
import type { JsonObject } from './working-copy.ts'

/** Rules with conditions and an event: 扣分规则, 总分规则, 监控规则. They are known by their names. */

type Named = Deduction | Override | MonitoringRule

const ruleList = (
  noun: string,
  word: string,
  shape: Shape,
  print: (rule: JsonObject, reading: Reading) => string,
): ListShape => ({
  noun,
  match: (before, after) => matchById(before, after, 'name', (rule) => contentWithout(rule, 'name')),
  identity: { key: 'name', word: '名称' },
  name: ({ owner }) => {
    const { name, event } = owner as unknown as Named
    return `${word}${quoted(event.params?.reason ?? name)}`
  },
  print: ({ owner, reading }) => print(owner, reading),
  shape: () => shape,
})

type Taking = Deduction['event']['params']
const taken: Member<Taking> = value(
  '扣分',
  ({ points, share, formula }, reading) => {
    if (formula !== undefined) return `按公式 ${formulaText(formula, reading)}`
    if (share !== undefined) return `该项分值的 ${shareText(share, reading)}`
    return points === undefined ? NONE : pointsText(points)
  },
  ({ owner: before, reading: old }, { owner: after, reading: fresh }) =>
    `扣${takenText(before, old)} → ${takenText(after, fresh)}`,
)
function takenText({ points, share, formula }: Taking, reading: Reading): string {
  if (formula !== undefined) return `分按公式 ${formulaText(formula, reading)}`
  if (share !== undefined) return `该项分值的 ${shareText(share, reading)}`
  return points === undefined ? '分未写' : ` ${pointsText(points)}`
}

export const deductions = ruleList(
  '扣分规则',
  '扣分规则',
  shapeOf<Deduction>({
    name: null,
    conditions: conditionMember('条件', 'conditions'),
    event: {
      kind: 'object',
      label: '扣分',
      print: () => '',
      shape: shapeOf<Deduction['event']>({
        type: null,
        params: {
          kind: 'object',
          label: '扣分',
          print: () => '',
          shape: shapeOf<Taking>({
            points: taken,
            share: taken,
            formula: taken,
            reason: textMember('理由', 'reason'),
            clause: textMember('依据', 'clause'),
          }),
        },
      }),
    },
  }),
  (rule, { describer }) => tokensText(describeDeduction(describer, rule as unknown as Deduction, [])),
)

type Effect = Override['event']
const EFFECTS: Readonly<Record<Effect['type'], (params: NonNullable<Effect['params']>, reading: Reading) => string>> = {
  multiply: ({ factor = 1 }) => `总分 × ${plainNumber(factor)}`,
  capPoints: ({ points = 0 }) => `总分不高于 ${pointsText(points)}`,
  capGrade: ({ grade = '' }) => `等级不高于${quoted(grade)}`,
  zero: () => '总分记 0 分',
  add: ({ points = 0, formula, max }, reading) =>
    `总分加 ${formula === undefined ? pointsText(points) : `${formulaText(formula, reading)} 分`}${max === undefined ? '' : `，加至 ${pointsText(max)}为止`}`,
}
const effectText = ({ type, params = {} }: Effect, reading: Reading): string => EFFECTS[type](params, reading)

const ofEvent = (key: 'reason' | 'clause', { params }: Effect): string =>
  params?.[key] === undefined ? NONE : quoted(params[key])

export const overrides = ruleList(
  '一条',
  '',
  shapeOf<Override>({
    name: null,
    conditions: conditionMember('条件', 'conditions'),
    event: value(
      '调整',
      ({ event }, reading) =>
        `${effectText(event, reading)}，理由${ofEvent('reason', event)}，依据${ofEvent('clause', event)}`,
      (before, after) => {
        const [old, fresh] = [before.owner.event, after.owner.event]
        const parts = [
          ['调整', effectText(old, before.reading), effectText(fresh, after.reading)],
          ['理由', ofEvent('reason', old), ofEvent('reason', fresh)],
          ['依据', ofEvent('clause', old), ofEvent('clause', fresh)],
        ] as const
        return parts.flatMap(([label, a, b]) => (a === b ? [] : [changeText(label, a, b)])).join('；')
      },
    ),
  }),
  (rule, { describer }) => tokensText(describeOverride(describer, rule as unknown as Override, [])),
)

export const monitoring = ruleList(
  '一条',
  '',
  shapeOf<MonitoringRule>({
    name: null,
    conditions: conditionMember('条件', 'conditions'),
    event: {
      kind: 'object',
      label: '提醒',
      print: () => '',
      shape: shapeOf<MonitoringRule['event']>({
        type: null,
        params: {
          kind: 'object',
          label: '提醒',
          print: () => '',
          shape: shapeOf<MonitoringRule['event']['params']>({
            reason: textMember('提醒的话', 'reason'),
            clause: textMember('依据', 'clause'),
          }),
        },
      }),
    },
  }),
  (rule, { describer }) => tokensText(describeMonitoring(describer, rule as unknown as MonitoringRule, [])),
)
