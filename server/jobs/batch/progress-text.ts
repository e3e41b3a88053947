import type { BatchProgress } from './run-batch.ts'

/** How far a batch is, for a terminal: `评分 12,000 份 · 48% · 每秒 3,100 份 · 还要 2 分 10 秒`. */
export function progressText({ pass, done, items }: BatchProgress, total: number, milliseconds: number): string {
  const word = pass === 'collecting' ? '收集比较的数据' : '评分'
  const share = total === 0 ? 1 : done / total
  const parts = [`${word} ${grouped(items)} 份`, `${Math.floor(share * 100)}%`]
  if (milliseconds > 0 && items > 0) parts.push(`每秒 ${grouped(Math.round((items * 1000) / milliseconds))} 份`)
  if (share > 0 && share < 1) parts.push(`还要 ${duration(((1 - share) / share) * milliseconds)}`)
  return parts.join(' · ')
}

/** `2 分 10 秒`, at least one second. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  if (hours > 0) return `${hours} 小时 ${minutes} 分`
  return minutes > 0 ? `${minutes} 分 ${seconds % 60} 秒` : `${seconds} 秒`
}

/** `12,000` */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')
