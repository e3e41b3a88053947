const WIDTH = 120

/**
 * JSON as the files in `rules/` are written: what fits on a line stands on it, plain members before a longer one share
 * theirs. Lines stay within 120 characters where their texts allow it.
 */
export const compactJson = (value: unknown): string => print(value, 0, 0)

/** @param used characters that stand on the first line already, and the comma that may follow */
function print(value: unknown, indent: number, used: number): string {
  const line = oneLine(value)
  if (indent + used + line.length < WIDTH || typeof value !== 'object' || value === null) return line
  const inner = indent + 2
  const pad = `\n${' '.repeat(inner)}`
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const members = Array.isArray(value)
    ? value.map((item) => print(item, inner, 1))
    : Object.entries(value).map(
        ([key, item]) => `${JSON.stringify(key)}: ${print(item, inner, JSON.stringify(key).length + 3)}`,
      )
  const body = Array.isArray(value) ? members.join(`,${pad}`) : filled(members, inner).join(`,${pad}`)
  return `${open}${pad}${body}\n${' '.repeat(indent)}${close}`
}

/** Members one after another on lines as full as the width allows; one of several lines has them for itself. */
function filled(members: readonly string[], indent: number): string[] {
  const lines: string[] = []
  let open = false
  for (const member of members) {
    const last = lines.at(-1)
    const joins = open && last !== undefined && indent + last.length + member.length + 3 < WIDTH
    if (joins && !member.includes('\n')) lines[lines.length - 1] = `${last}, ${member}`
    else lines.push(member)
    open = !member.includes('\n')
  }
  return lines
}

function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}
