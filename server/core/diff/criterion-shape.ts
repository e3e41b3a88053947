import { describeCriterion } from '../describe/criterion.ts'
import { joined, tokensText } from '../describe/token.ts'
import { quoted, spaced } from '../explain/sentence.ts'
import type { Criterion, CriterionOf, Operand } from '../rule-set.ts'
import { matchByOrder, memberDistance, same } from './match.ts'
import {
  conditionMember,
  conditionText,
  factMember,
  factName,
  numberMember,
  operandMember,
  operandText,
  pointsText,
  shareText,
  wordMember,
} from './members.ts'
import { NONE, shapeOf, value, type Half, type ListShape, type Member, type Reading, type Shape } from './shape.ts'
import type { JsonObject } from './working-copy.ts'
import { bands, cases, items, levels } from './criterion-entries.ts'

export const METHOD_WORDS: Readonly<Record<Criterion['method'], string>> = {
  full: '满分起扣',
  ratio: '按比率计分',
  attainment: '按目标完成计分',
  bands: '分级评分',
  steps: '每…扣…',
  count: '按次计分',
  checklist: '逐项核对',
  level: '定性分档',
  cases: '分情形计分',
}

/** A criterion in one phrase. */
export const criterionText = (criterion: Criterion, { describer }: Reading): string =>
  tokensText(joined(describeCriterion(describer, criterion, []), '，'))

const plainList = ({ reading }: Half<unknown>): Reading => reading
const when = <T extends { when?: Criterion['when'] }>(): Member<T> =>
  conditionMember<{ when?: Criterion['when'] }>('适用情形', 'when') as unknown as Member<T>

interface Limited {
  readonly zeroBelow?: Operand | undefined
  readonly zeroAbove?: Operand | undefined
}
/** “低于 70% 不得分”, new, gone or changed. `of` is what is held against it, `print` how its numbers are read. */
function limitMember<T extends Limited>(
  key: 'zeroBelow' | 'zeroAbove',
  of: string,
  print: (limit: Operand, owner: T, reading: Reading) => string,
): Member<T> {
  const text = (owner: T, reading: Reading): string | null => {
    const limit = owner[key]
    const side = key === 'zeroBelow' ? '低于' : '高于'
    return limit === undefined ? null : spaced([`${of}${side}`, print(limit, owner, reading), '不得分'])
  }
  return value(
    '不得分的界限',
    (owner, reading) => text(owner, reading) ?? NONE,
    (before, after) => {
      const [old, fresh] = [text(before.owner, before.reading), text(after.owner, after.reading)]
      if (old === null) return `增加规定：${fresh ?? NONE}`
      return fresh === null ? `取消规定：${old}` : `${old} → ${fresh}`
    },
  )
}
const limits = <T extends Limited & { value: string }>() => {
  const print = (limit: Operand, owner: T, reading: Reading): string =>
    operandText(limit, { ...reading, like: owner.value })
  return { zeroBelow: limitMember<T>('zeroBelow', '', print), zeroAbove: limitMember<T>('zeroAbove', '', print) }
}
/** Limits of a completion are shares of the target. */
const completionLimit = (key: 'zeroBelow' | 'zeroAbove'): Member<CriterionOf<'attainment'>> =>
  limitMember(key, '完成率', (limit, _owner, reading) =>
    typeof limit === 'number' ? shareText(limit, reading) : operandText(limit, reading),
  )

type Steps = CriterionOf<'steps'>
const eachStep = ({ side, step, value: id }: Steps, { describer }: Reading): string =>
  `每${side === 'above' ? '高' : '低'} ${tokensText(describer.difference(step, [], id))}`
const takes = ({ points }: Steps): string => `扣 ${pointsText(points)}`
const stepText = (owner: Steps, reading: Reading): string => `${eachStep(owner, reading)}${takes(owner)}`

/** Step and amount belong together: “每低 1 个百分点扣 0.5 分 → 扣 1 分”. */
const stepMember: Member<Steps> = value('扣分的幅度', stepText, (before, after) => {
  const alike = eachStep(before.owner, before.reading) === eachStep(after.owner, after.reading)
  const fresh = alike ? takes(after.owner) : stepText(after.owner, after.reading)
  return `${stepText(before.owner, before.reading)} → ${fresh}`
})

type Count = CriterionOf<'count'>
const counted: Member<Count> = value('计数的对象', ({ value: id, list, where }, reading) => {
  if (list === undefined) return id === undefined ? NONE : factName(id, reading)
  const rows = { ...reading, describer: reading.describer.inside(list) }
  return `${factName(list, reading)}${where ? `中${conditionText(where, rows)}的行` : '的每一行'}`
})
const everyTime: Member<Count> = value(
  '每次',
  ({ points, effect }) => `${effect === 'earn' ? '得' : '扣'} ${pointsText(points)}`,
  (before, after) => {
    const text = ({ owner }: Half<Count>): string =>
      `${owner.effect === 'earn' ? '得' : '扣'} ${pointsText(owner.points)}`
    return `每次${text(before)} → ${text(after)}`
  },
)

type Attainment = CriterionOf<'attainment'>
const DIRECTIONS: Readonly<Record<string, string>> = { '>=': '不低于目标', '<=': '不高于目标', '=': '等于目标' }

const shapes: { readonly [M in Criterion['method']]: Shape } = {
  full: shapeOf<CriterionOf<'full'>>({ method: null, when: when() }),
  ratio: shapeOf<CriterionOf<'ratio'>>({
    method: null,
    value: factMember('取数', 'value'),
    target: operandMember('满分的值', 'target', ({ value }) => value, 1),
    start: operandMember('起算的值', 'start', ({ value }) => value, 0),
    ...limits<CriterionOf<'ratio'>>(),
    when: when(),
  }),
  attainment: shapeOf<Attainment>({
    method: null,
    actual: factMember('完成值取自', 'actual'),
    target: operandMember('目标', 'target', ({ actual }) => actual),
    direction: value('得满分的方向', ({ direction }, reading) => DIRECTIONS[direction] ?? factName(direction, reading)),
    equal: wordMember('应等于目标而不等的', 'equal', { exact: '不得分', deviation: '按偏差率扣分' }, '不得分'),
    overAchievement: value('超额完成', ({ overAchievement: over }, reading) => {
      if (!over) return '不限'
      const reason = over.reason === undefined ? '说明' : factName(over.reason, reading)
      return `完成率超过 ${shareText(over.above, reading)} 的${over.effect === 'zero' ? '不得分' : `须有${reason}`}${over.effect === 'zero' && over.reason !== undefined ? `（说明取自${reason}）` : ''}`
    }),
    zeroBelow: completionLimit('zeroBelow'),
    zeroAbove: completionLimit('zeroAbove'),
    when: when(),
  }),
  bands: shapeOf<CriterionOf<'bands'>>({
    method: null,
    value: factMember('取数', 'value'),
    bands: { kind: 'list', items: bands, reading: ({ owner, reading }) => ({ ...reading, like: owner.value }) },
    when: when(),
  }),
  steps: shapeOf<Steps>({
    method: null,
    value: factMember('取数', 'value'),
    start: operandMember('满分线', 'start', ({ value }) => value),
    step: stepMember,
    points: stepMember,
    side: stepMember,
    whole: wordMember(
      '零头',
      'whole',
      { prorata: '不足一档的按比例扣', down: '不足一档的不扣', up: '不足一档的按一档扣' },
      '不足一档的按比例扣',
    ),
    ...limits<Steps>(),
    when: when(),
  }),
  count: shapeOf<Count>({
    method: null,
    value: counted,
    list: counted,
    where: counted,
    points: everyTime,
    effect: everyTime,
    max: numberMember('合计的上限', 'max'),
    when: when(),
  }),
  checklist: shapeOf<CriterionOf<'checklist'>>({
    method: null,
    items: { kind: 'list', items, reading: plainList },
    when: when(),
  }),
  level: shapeOf<CriterionOf<'level'>>({
    method: null,
    level: factMember('档次取自', 'level'),
    share: factMember('得分比例取自', 'share'),
    levels: { kind: 'list', items: levels, reading: ({ reading }) => ({ ...reading, like: null }) },
    when: when(),
  }),
  cases: shapeOf<CriterionOf<'cases'>>({
    method: null,
    cases: { kind: 'list', items: cases, reading: plainList },
    otherwise: value(
      '其余情形',
      ({ otherwise }) => `得 ${pointsText(otherwise)}`,
      ({ owner: a }, { owner: b }) => `其余情形得 ${pointsText(a.otherwise)} → ${pointsText(b.otherwise)}`,
    ),
    when: when(),
  }),
}

export const criterionShape = (criterion: JsonObject): Shape => shapes[criterion['method'] as Criterion['method']]

/** Several criteria on one leaf, told apart by the cases they are for. */
export const criteria: ListShape = {
  noun: '一种评分方法',
  match: (before, after) =>
    matchByOrder(before, after, (a, b) => {
      if (a['method'] !== b['method']) return 2
      return same(a['when'], b['when']) ? memberDistance(a, b) / 2 : memberDistance(a, b)
    }),
  identity: null,
  name: ({ owner, reading }) => {
    const { when } = owner as unknown as Criterion
    return when ? `${conditionText(when, reading)}时` : '其余情况'
  },
  print: ({ owner, reading }) => criterionText(owner as unknown as Criterion, reading),
  shape: criterionShape,
}

export const scoringText = (scoring: Criterion | Criterion[]): string =>
  Array.isArray(scoring)
    ? scoring.map(({ method }) => quoted(METHOD_WORDS[method])).join('、')
    : quoted(METHOD_WORDS[scoring.method])
