const two = (number: number): string => String(number).padStart(2, '0')

/** A moment on this machine's clock: 2024-06-03 09:00. */
export function timeText(iso: string): string {
  const time = new Date(iso)
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`
}
