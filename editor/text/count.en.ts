/** A number with what it counts. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** Points that are written already. */
export const points = (text: string): string => `${text} ${text === '1' ? 'point' : 'points'}`

/** A name in the middle of a sentence. */
export const low = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
