import { zh } from './text/zh-CN.ts'

/** How long something still takes, as roughly as anyone can know: 8 秒, 3 分钟, 1 小时 20 分钟. */
export function remainingText(milliseconds: number): string {
  const words = zh.rounds.page
  const seconds = Math.ceil(milliseconds / 1000)
  if (seconds < 60) return words.seconds(seconds)
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? words.minutes(minutes) : words.hours(Math.floor(minutes / 60), minutes % 60)
}
