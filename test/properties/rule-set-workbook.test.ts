import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { readRuleSetTables } from '../../server/documents/rule-set/read-rule-set.ts'
import { ruleSetWorkbook } from '../../server/documents/rule-set/write-rule-set.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import { drawRuleSet } from '../support/arbitrary-tree.ts'
import { asFile } from '../support/as-file.ts'
import { drawn, type Draw } from '../support/draw.ts'
import { labelled } from '../support/edit-rule-set.ts'
import { briefly, runs, seeded } from '../support/runs.ts'

/** Texts and numbers that a cell might not give back: signs, spaces, line ends, digits, formulas, what programs escape. */
const ODD = [
  '=1+1',
  '90%',
  '007',
  '是',
  ' a',
  'b\n',
  '一\r二',
  '_x0041_',
  '甲、乙',
  '\u0001',
  '😀',
  "'c",
  '@d',
  '-1',
  'a\tb',
]

/** A sound rule set, with odd texts where texts may stand. */
const ruleSets: fc.Arbitrary<RuleSet> = drawn((draw: Draw) => {
  const { ruleSet } = drawRuleSet(draw)
  const full = asFile(draw.chance(50) ? labelled(ruleSet) : ruleSet)
  for (const indicator of full.indicators) if (draw.chance(40)) indicator.guide = draw.pick(ODD)
  for (const fact of full.facts) {
    if (draw.chance(30)) fact.aliases = draw.list(0, 3, () => draw.pick(ODD))
    if (draw.chance(30)) fact.guide = `${draw.pick(ODD)}${draw.pick(ODD)}`
  }
  return full
})

test(seeded('any rule set comes back from its workbook with the same hash'), async () => {
  let sound = 0
  await fc.assert(
    fc.asyncProperty(
      ruleSets,
      briefly(async (ruleSet: RuleSet) => {
        const read = parseRuleSet(ruleSet)
        if (!read.ok) return
        sound += 1
        const tables = await readTables(writeWorkbook(ruleSetWorkbook(read.value)))
        if (!tables.ok) throw new Error(JSON.stringify(tables.issues))
        const back = readRuleSetTables(tables.value)
        if (!back.ok) throw new Error(JSON.stringify(back.problems))
        expect(contentHash(back.ruleSet)).toBe(contentHash(read.value))
      }),
    ),
    runs(3_000, 60),
  )
  expect(sound).toBeGreaterThan(30)
})
