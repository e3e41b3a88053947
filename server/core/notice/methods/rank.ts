import type { Band } from '../model.ts'
import { fixed } from '../statements/cases.ts'
import type { Attempt } from '../attempt.ts'
import type { Statement } from '../statements/statement.ts'
import type { Method } from './method.ts'

/** 按名次给分: 第1名得2分，第2、3名得1分，其余不得分; 排名1-5名的依次赋予60、57、54、51、48分. */
export const rank: Method = (attempt) => {
  const ranks = attempt.take('rank')
  const [series, ...more] = attempt.take('ranks')
  const [first] = series ? [series] : ranks
  if (!first || more.length > 0 || (series && ranks.length > 0)) return null
  const bands = series
    ? series.points.map((points, index): Band => ({ is: series.first + index, points }))
    : bandsOf(ranks, attempt)
  if (!bands || bands[0]?.points !== attempt.leaf.points) return null
  const last = lastOf(bands.at(-1))
  const rest = attempt.see('otherwise').find(({ branch, award }) => branch === 'else' && award.kind === 'points')
  if (rest?.award.kind === 'points') {
    attempt.use(rest)
    bands.push({ from: last + 1, points: rest.award.points })
  } else {
    attempt.assume('other_ranks', first, `第 ${last} 名以后的得分原文没有写明，按不得分理解。`)
    bands.push({ from: last + 1, points: 0 })
  }
  const name = attempt.leaf.label.replace(/(?:的)?(?:位次|排名|名次|排序)$/u, '') || attempt.leaf.label
  attempt.assume(
    'rank_order',
    first,
    `按“${name}”由高到低在全体填报单位中排名次，并列的同名次；分组排的请写 by，由低到高的请改 order。`,
  )
  const of = attempt.book.quantity(name)
  return { scoring: { method: 'bands', value: attempt.book.rank(`${name}名次`, of), bands } }
}

const lastOf = (band: Band | undefined): number => band?.is ?? band?.to ?? 0

/** Places one after the other from the first on. */
function bandsOf(ranks: readonly Statement<'rank'>[], attempt: Attempt): Band[] | null {
  let next = 1
  const bands: Band[] = []
  for (const { first: from, last: to, award } of ranks) {
    const points = fixed(award, attempt.leaf.points)
    if (from !== next || points === null) return null
    bands.push(from === to ? { is: from, points } : { from, to, points })
    next = to + 1
  }
  return bands
}
