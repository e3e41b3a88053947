/** Places (名次) of scores, the highest first; equal scores share the better place: 1, 2, 2, 4. */
export function ranksOf(scores: Float64Array): Int32Array {
  const order = Array.from(scores.keys()).sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
  const ranks = new Int32Array(scores.length)
  order.forEach((form, place) => {
    const ahead = order[place - 1]
    ranks[form] = ahead !== undefined && scores[ahead] === scores[form] ? (ranks[ahead] as number) : place + 1
  })
  return ranks
}

/**
 * Pairs of which one was strictly ahead and is strictly behind afterwards, counted in n log n: the inversions of the
 * one order as seen in the other (Knight 1966, for Kendall's τ). A pair that is equal in either is none.
 */
export function countSwaps(before: Float64Array, after: Float64Array): number {
  const at = (values: Float64Array, form: number): number => values[form] as number
  // equal before: in the order they have after, so that they count for nothing
  const order = Array.from(before.keys()).sort(
    (a, b) => at(before, a) - at(before, b) || at(after, a) - at(after, b) || a - b,
  )
  let [from, to] = [Float64Array.from(order, (form) => at(after, form)), new Float64Array(order.length)]
  let swaps = 0
  for (let width = 1; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length)
      const end = Math.min(start + 2 * width, from.length)
      let [left, right] = [start, middle]
      for (let place = start; place < end; place++) {
        if (left < middle && (right >= end || (from[left] as number) <= (from[right] as number))) {
          to[place] = from[left++] as number
        } else {
          swaps += middle - left
          to[place] = from[right++] as number
        }
      }
    }
    ;[from, to] = [to, from]
  }
  return swaps
}
