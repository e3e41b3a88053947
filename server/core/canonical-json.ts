/**
 * The one text of a JSON value (RFC 8785): keys in order of their UTF-16 code units, numbers as ECMAScript prints them,
 * no white space; besides, all text in Unicode NFC, so that two ways of typing one character have one hash.
 * Members that are `undefined` are left out, as `JSON.stringify` does.
 * @throws Error for what JSON cannot say: NaN, Infinity, functions, `undefined` in a list, half a surrogate pair,
 *   or two keys that are one after NFC. What `parseJson` accepted never throws.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (typeof value === 'string') return canonicalText(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') return canonicalObject(value)
  throw new Error(`canonicalJson: ${typeof value} is not JSON`)
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`canonicalJson: ${value} is not JSON`)
  return JSON.stringify(value)
}

function canonicalText(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new Error('canonicalJson: text with half a surrogate pair')
  return JSON.stringify(text.normalize('NFC'))
}

function canonicalObject(object: object): string {
  const members = new Map<string, unknown>()
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue
    const name = key.normalize('NFC')
    if (members.has(name)) throw new Error(`canonicalJson: key ${JSON.stringify(name)} stands twice`)
    members.set(name, value)
  }
  // The default order of `sort` is by UTF-16 code units, which is what RFC 8785 asks for.
  const names = [...members.keys()].sort()
  return `{${names.map((name) => `${canonicalText(name)}:${canonicalJson(members.get(name))}`).join(',')}}`
}
