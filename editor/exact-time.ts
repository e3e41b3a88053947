const two = (number: number): string => String(number).padStart(2, '0')

/**
 * A moment to the second with its distance from UTC: 2024-06-03 09:00:05 UTC+08:00.
 * @param offset minutes east of UTC; this machine's own at that moment when left out
 */
export function exactTimeText(iso: string, offset = -new Date(iso).getTimezoneOffset()): string {
  const local = new Date(new Date(iso).getTime() + offset * 60_000).toISOString()
  const away = Math.abs(offset)
  const zone = `UTC${offset < 0 ? '−' : '+'}${two(Math.floor(away / 60))}:${two(away % 60)}`
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${zone}`
}
