/**
 * Puts slots into a template: `每低{step}扣{points}分`. Words become parts by `text`; a place without a slot is a fault
 * of whoever wrote the template.
 */
export function fillWith<T>(
  template: string,
  slots: Readonly<Record<string, string | readonly T[]>>,
  text: (words: string) => T,
): T[] {
  return template.split(/(\{\w+\})/).flatMap((part): readonly T[] => {
    if (part === '') return []
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name === undefined) return [text(part)]
    const slot = slots[name]
    if (slot === undefined) throw new Error(`template ${template} has no ${name}`)
    return typeof slot === 'string' ? [text(slot)] : slot
  })
}
