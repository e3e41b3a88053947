import { describe, expect, test } from 'vitest'
import { projectVersion } from '../server/project.ts'
import { goldenFiles, movedSince, writeGolden, type GoldenFile } from './support/golden-receipts.ts'

/**
 * What every release gave, graded again by the present engine. A score that moves is either a mistake, or belongs into
 * CHANGELOG.md under 得分; then `HENGPING_GOLDEN=write` writes down what this release gives.
 */
if (process.env['HENGPING_GOLDEN'] === 'write') await writeGolden()
const files = goldenFiles()

/** Scores that a later release meant to move, by the release that gave them: as CHANGELOG.md says. */
const MEANT: Readonly<Record<string, readonly string[]>> = {}

test('this release has its receipts', () => {
  expect(files.map(({ version }) => version)).toContain(projectVersion)
})

describe.each(files)('$version', (file) => {
  test('every score is what it was', async () => {
    expect(file.cases.length).toBeGreaterThan(20)
    expect(await movedSince(file)).toEqual(MEANT[file.version] ?? [])
  })
})

test('a score that moves is told in one sentence', async () => {
  const [file] = files as readonly [GoldenFile, ...GoldenFile[]]
  const at = file.cases.findIndex(({ submission }) => submission.id === 'huadu-zhengfawei-2024')
  const entry = file.cases[at]!
  const [leaf] = Object.keys(entry.leaves) as [string]
  const earlier = {
    ...entry,
    receipt: { ...entry.receipt, points: 98.5 },
    leaves: { ...entry.leaves, [leaf]: 1.5 },
  }
  const moved = await movedSince({ ...file, cases: [earlier] })
  expect(moved).toEqual([
    `${file.version} 的“${entry.submission.name}”按 guangdong-department：从 98.5 分（优） 变为 99 分（优），变动的指标是 ${leaf} 1.5 → ${entry.leaves[leaf]}。`,
  ])
})
