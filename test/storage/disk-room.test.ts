import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { diskRoom } from '../../server/storage/disk-room.ts'

test('the share used is of what may be used, and told from the alarm on', async () => {
  const { blocks, bfree, bavail } = await statfs(tmpdir())
  const { usedPercent } = await diskRoom(tmpdir())
  const expected = ((blocks - bfree) * 100) / (blocks - bfree + bavail)
  expect(Math.abs(usedPercent - expected)).toBeLessThanOrEqual(1)
  expect((await diskRoom(tmpdir(), 101)).alarm).toBeNull()
  expect((await diskRoom(tmpdir(), 0)).alarm).toMatch(/^数据目录所在的磁盘已用 \d+%，还剩 \d+ MB；/)
})

test('a folder that is not there is not taken for an empty disk', async () => {
  await expect(diskRoom('/nowhere')).rejects.toThrow(/ENOENT/)
})
