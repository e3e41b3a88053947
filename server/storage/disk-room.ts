import { statfs } from 'node:fs/promises'

/** From here on people are told: there is still time to make room. */
const ALARM_PERCENT = 80

/** How full the disk is that holds a folder. */
export interface DiskRoom {
  /** Of what may be used at all, in whole percent. */
  readonly usedPercent: number
  /** A sentence once it is nearly full; null while there is room. */
  readonly alarm: string | null
}

/** @throws Error when the folder cannot be looked at */
export async function diskRoom(folder: string, alarmPercent = ALARM_PERCENT): Promise<DiskRoom> {
  const { blocks, bfree, bavail, bsize } = await statfs(folder)
  const used = blocks - bfree
  const usable = used + bavail
  const usedPercent = usable === 0 ? 100 : Math.ceil((used * 100) / usable)
  if (usedPercent < alarmPercent) return { usedPercent, alarm: null }
  const left = Math.floor((bavail * bsize) / 1024 / 1024)
  return {
    usedPercent,
    alarm: `数据目录所在的磁盘已用 ${usedPercent}%，还剩 ${left} MB；写满后只能读不能存，请尽快腾出空间或换更大的磁盘。`,
  }
}
