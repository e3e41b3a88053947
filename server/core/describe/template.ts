/**
 * Puts slots into a template: `每低{step}扣{points}分`. Words become parts by `text`; a place without a slot is a fault
 * of whoever wrote the template.
 */
export function fillWith<T>(
  template: string,
  slots: Readonly<Record<string, string | readonly T[]>>,
  text: (words: string) => T,
): T[] {
  const parts: T[] = []
  let at = 0
  for (const { 0: place, 1: name = '', index } of template.matchAll(/\{(\w+)\}/g)) {
    if (index > at) parts.push(text(template.slice(at, index)))
    const slot = slots[name]
    if (slot === undefined) throw new Error(`template ${template} has no ${name}`)
    if (typeof slot === 'string') parts.push(text(slot))
    else parts.push(...slot)
    at = index + place.length
  }
  if (at < template.length) parts.push(text(template.slice(at)))
  return parts
}
