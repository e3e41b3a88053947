/** Numbers as people read them: exact, with a real minus sign, never a float's tail. */

const formats = new Map<string, Intl.NumberFormat>()

function formatter(least: number, most: number, grouped: boolean): Intl.NumberFormat {
  const key = `${least}/${most}/${grouped}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat('zh-CN', {
    minimumFractionDigits: least,
    maximumFractionDigits: most,
    useGrouping: grouped,
  })
  formats.set(key, made)
  return made
}

const withMinus = (text: string) => text.replace('-', '−')

/** Points in 分 with the column's decimals: 99 → 99.00, −1 → −1.00. */
export const pointsText = (points: number, decimals = 2) =>
  withMinus(formatter(decimals, decimals, false).format(points))

/** Points as a notice writes them: 5, 0.5, 33.333. */
export const plainPoints = (points: number) => withMinus(formatter(0, 3, false).format(points))

/** A change of points, with its sign: +0.41, −0.41, 0.00. */
export function signedPoints(points: number, decimals = 2): string {
  const text = pointsText(points, decimals)
  return points > 0 ? `+${text}` : text
}

/** A whole count with its sign: +3, −3, 0. */
export const signedCount = (count: number) => (count > 0 ? `+${count}` : withMinus(String(count)))

/** 86.50–92.00. */
export const rangeText = (range: readonly [number, number], decimals = 2) =>
  `${pointsText(range[0], decimals)}–${pointsText(range[1], decimals)}`

/** A value of a fact: thousands grouped, up to twelve decimals, percent where the fact is shown so. */
export function numberText(value: number, fact?: { unit?: string | undefined; display?: string | undefined }): string {
  // twelve significant decimals of the product hide what multiplying a double by 100 adds
  if (fact?.display === 'percent')
    return `${withMinus(formatter(0, 8, true).format(Number((value * 100).toPrecision(12))))}%`
  const text = withMinus(formatter(0, 12, true).format(value))
  if (!fact?.unit) return text
  return fact.unit === '%' ? `${text}%` : `${text} ${fact.unit}`
}

/** Part of a whole as a percentage with one decimal. */
export const shareText = (part: number, whole: number) =>
  whole > 0 ? `${formatter(0, 1, false).format((part / whole) * 100)}%` : '—'

/** sha256:8 characters…, enough to compare by eye. */
export const shortHash = (hash: string) => (hash.length > 19 ? `${hash.slice(0, 19)}…` : hash)
