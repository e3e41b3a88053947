/** Texts up to this many characters are shown whole. */
const WHOLE = 40
/** How much of the surroundings stands beside a difference. */
const AROUND = 8

/** Two texts as a comparison shows them: whole when short, otherwise what differs with a little around it. */
export function excerpts(before: string, after: string): [string, string] {
  const [old, fresh] = [[...before], [...after]]
  if (old.length <= WHOLE && fresh.length <= WHOLE) return [before, after]
  const least = Math.min(old.length, fresh.length)
  let start = 0
  while (start < least && old[start] === fresh[start]) start++
  let end = 0
  while (end < least - start && old.at(-1 - end) === fresh.at(-1 - end)) end++
  const from = Math.max(0, start - AROUND)
  const cut = (text: readonly string[]): string => {
    const to = Math.min(text.length, text.length - end + AROUND)
    const part = text.slice(from, Math.min(to, from + WHOLE + AROUND))
    return `${from > 0 ? '…' : ''}${part.join('')}${from + part.length < text.length ? '…' : ''}`
  }
  return [cut(old), cut(fresh)]
}
