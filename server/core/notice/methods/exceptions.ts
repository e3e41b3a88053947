import { sameThing, type Attempt, type Rules } from '../attempt.ts'
import { fixed } from '../statements/cases.ts'
import type { Statement } from '../statements/statement.ts'
import { isBad, lossOf } from './losses.ts'

/**
 * What may stand beside any method: 无资料证明打0分, 没有政府采购的不适用, 未按规定盘点的再扣1分, 未开展调查的不得分.
 * Takes what it understands; null when two of them contradict each other.
 */
export function exceptions(attempt: Attempt, rules: Rules): Rules | null {
  const { points, label } = attempt.leaf
  const added: Rules = { ...rules }
  for (const { points: worth } of attempt.take('worth')) if (worth !== points) return null
  for (const cap of attempt.take('cap')) if (cap.points !== null && cap.points !== points) return null
  // 产出指标50分，由项目自行设置: what the whole is worth
  for (const item of attempt.see('item'))
    if (rules.each && item.award && fixed(item.award, points) === points && sameThing(item.label, label))
      attempt.use(item)
  if (attempt.take('evidence').length > 0) added.evidence = { required: true, without: 'zero' }

  const options = attempt.take('optional')
  if (options.length > 0) {
    attempt.shares = { points: options.map((one) => one.points).find((one) => one !== null) ?? null }
    added.applies = {
      all: [{ fact: attempt.book.flag(`设置了${label}`, { given: true }), operator: 'equal', value: true }],
    }
  }

  const [exempt, ...others] = attempt.take('exempt')
  const [within] = attempt.take('within')
  if (others.length > 0 || (within && exempt?.effect !== 'rescale')) return null
  if (exempt) {
    if (added.applies) return null
    const what = exempt.what === '' || /^(?:此|该|本)项?/u.test(exempt.what) ? label : exempt.what
    added.applies = { all: [{ fact: attempt.book.flag(`有${what}`, { given: true }), operator: 'equal', value: true }] }
    if (exempt.effect === 'full') added.notApplicable = 'full'
    else if (within) attempt.rescales = within.block
    else attempt.assume('rescaled', exempt, '不适用的分值怎么处理，原文没有写明，按从总分中剔除后折算理解。')
  }

  const losses = attempt.left().filter((one): one is Statement<'loss'> => one.kind === 'loss' && one.more)
  const vetoes = attempt.left().filter((one): one is Statement<'item'> => one.kind === 'item' && isVeto(one, rules))
  attempt.use(...losses, ...vetoes)
  const all = [
    ...losses.map(({ when, points: amount }) => ({ when, amount: { points: amount } })),
    ...vetoes.map(({ label: when }) => ({ when, amount: { share: 1 } })),
  ]
  if (all.length > 0)
    added.deductions = [
      ...(rules.deductions ?? []),
      ...all.map(({ when, amount }, index) => lossOf(when, amount, index + (rules.deductions?.length ?? 0), attempt)),
    ]
  return added
}

/** 未开展调查的不得分. Beside several items it must say 该项 or 该指标: it may well mean one of the items only. */
function isVeto(item: Statement<'item'>, { scoring }: Rules): boolean {
  if (!isBad(item)) return false
  return item.whole || Array.isArray(scoring) || scoring?.method !== 'checklist' || scoring.items.length === 1
}
