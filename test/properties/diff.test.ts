import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../server/core/canonical-json.ts'
import { diffRuleSets, type Change, type RuleSetDiff } from '../../server/core/diff/index.ts'
import { applyPatch } from '../../server/core/json-patch.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { drawRuleSet } from '../support/arbitrary-tree.ts'
import { drawn, type Draw } from '../support/draw.ts'
import { edited, labelled, moveOne } from '../support/edit-rule-set.ts'
import { briefly, runs, seeded } from '../support/runs.ts'

interface Versions {
  readonly a: RuleSet
  readonly b: RuleSet
  readonly draw: Draw
}

const changesOf = ({ groups }: RuleSetDiff): readonly Change[] => groups.flatMap(({ changes }) => changes)

/** An id may be named where an id was changed; everything else is in Chinese. */
const withoutIds = (sentence: string): string =>
  sentence.replace(/(编号|名称)由“[^”]*”改为“[^”]*”/g, '').replace(/（[\w.:]+ → [\w.:]+）/g, '')

function checkDiff(a: RuleSet, b: RuleSet): RuleSetDiff {
  const before = canonicalJson(a)
  const diff = diffRuleSets(a, b)
  const changes = changesOf(diff)
  expect(canonicalJson(a)).toBe(before)
  expect(
    canonicalJson(
      applyPatch(
        a,
        changes.flatMap(({ operations }) => operations),
      ),
    ),
  ).toBe(canonicalJson(b))
  for (const { sentence, operations } of changes) {
    expect(sentence).not.toBe('')
    expect(withoutIds(sentence), sentence).not.toMatch(/[{}[\]]|[A-Za-z]{3,}|undefined|null/)
    expect(operations.length).toBeGreaterThan(0)
  }
  expect(JSON.parse(JSON.stringify(diff))).toEqual(diff)
  return diff
}

const versions = (count: (draw: Draw) => number): fc.Arbitrary<Versions> =>
  drawn((draw) => {
    const sample = drawRuleSet(draw)
    const a = labelled(sample.ruleSet)
    return { a, b: edited(draw, a, sample, count(draw)), draw }
  })

test(seeded('the operations make the newer version of the older one, with a sentence for each change'), () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(
      versions((draw) => draw.pick([1, 2, 5, 20, 200])),
      briefly(({ a, b }) => {
        const diff = checkDiff(a, b)
        for (const { kind } of changesOf(diff)) seen.add(kind)
        checkDiff(b, a)
      }),
    ),
    runs(2_000, 200),
  )
  expect([...seen].sort()).toEqual(['added', 'changed', 'moved', 'removed', 'renamed'])
})

test(seeded('so do those between two rule sets that have nothing to do with each other'), () => {
  fc.assert(
    fc.property(
      drawn((draw) => [labelled(drawRuleSet(draw).ruleSet), labelled(drawRuleSet(draw).ruleSet)] as const),
      briefly(([a, b]) => {
        checkDiff(a, b)
      }),
    ),
    runs(2_000, 200),
  )
})

test(seeded('a version does not differ from itself'), () => {
  fc.assert(
    fc.property(
      drawn((draw) => drawRuleSet(draw).ruleSet),
      briefly((ruleSet) => {
        expect(diffRuleSets(ruleSet, structuredClone(ruleSet)).groups).toEqual([])
      }),
    ),
    runs(2_000, 200),
  )
})

test(seeded('an indicator that moves is one change, and nothing else has changed'), () => {
  let moved = 0
  fc.assert(
    fc.property(
      drawn((draw) => {
        const a = labelled(drawRuleSet(draw).ruleSet)
        const b = structuredClone(a)
        return { a, b, id: moveOne(draw, b) }
      }),
      briefly(({ a, b, id }) => {
        const { groups } = checkDiff(a, b)
        if (id !== null) moved += 1
        expect(groups.flatMap(({ changes }) => changes.map(({ kind }) => kind))).toEqual(id === null ? [] : ['moved'])
      }),
    ),
    runs(2_000, 200),
  )
  expect(moved).toBeGreaterThan(50)
})
