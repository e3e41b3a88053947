import type { BatchProgress } from './run-batch.ts'

/** How far a batch is, for people: `评分 12,000 份 · 48% · 每秒 3,100 份 · 还要 2 分 10 秒`. */
export function progressText({ pass, items, share, rate, remaining }: BatchProgress): string {
  const word = pass === 'collecting' ? '收集比较的数据' : '评分'
  const parts = [`${word} ${grouped(items)} 份`, `${Math.floor(share * 100)}%`]
  if (rate > 0) parts.push(`每秒 ${grouped(Math.round(rate))} 份`)
  if (remaining !== null && share < 1) parts.push(`还要 ${duration(remaining)}`)
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
