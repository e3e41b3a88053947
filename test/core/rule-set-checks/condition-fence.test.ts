import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FaultList } from '../../../server/core/fault-list.ts'
import type { JsonValue } from '../../../server/core/plain-json.ts'
import { CONDITION_LIMITS, ConditionFence } from '../../../server/core/rule-set-checks/condition-fence.ts'
import { conditionSchema } from '../../../server/core/rule-set.ts'

/** Conditions as people and attackers write them: mostly sound parts, put together anyhow. */
const { condition } = fc.letrec<{ condition: JsonValue; comparison: JsonValue }>((tie) => ({
  comparison: fc.record(
    {
      fact: fc.constantFrom<JsonValue>('a', 'b', '', 5, null),
      operator: fc.constantFrom<JsonValue>('equal', 'in', 'contains', 'is', 'everyFact:equal', 1),
      value: fc.constantFrom<JsonValue>(
        1,
        true,
        'x',
        [1, 'x'],
        [],
        [[1]],
        null,
        { fact: 'b' },
        { fact: 'b', path: '$' },
      ),
      path: fc.constant('$.x'),
    },
    { requiredKeys: [] },
  ),
  condition: fc.oneof(
    { maxDepth: 14, depthSize: 'max', withCrossShrink: true },
    tie('comparison'),
    fc.constant<JsonValue>({ fact: 'a', operator: 'equal', value: 1 }),
    fc.record({ not: tie('condition') }),
    fc.record({ all: fc.array(tie('condition'), { maxLength: 2 }) }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 2 }) }),
    fc.record({ any: tie('condition'), all: fc.array(tie('condition'), { maxLength: 2 }) }),
  ),
}))

function depthOf(value: JsonValue): number {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 1
  const inner = [value.not, ...[value.all, value.any].flatMap((list) => (Array.isArray(list) ? list : []))]
  return 1 + Math.max(0, ...inner.filter((one) => one !== undefined).map(depthOf))
}

test('the fence lets pass exactly what the shape of a condition is, up to 12 levels', () => {
  const seen = { passed: 0, refused: 0, deep: 0 }
  fc.assert(
    fc.property(condition, (value) => {
      const faults = new FaultList()
      const passed = new ConditionFence(faults).check(value, [])
      const deep = depthOf(value) > CONDITION_LIMITS.depth
      expect(passed).toBe(conditionSchema.safeParse(value).success && !deep)
      expect(faults.issues.length > 0).toBe(!passed)
      seen[passed ? 'passed' : deep ? 'deep' : 'refused']++
    }),
    { numRuns: 5_000 },
  )
  expect(Math.min(seen.passed, seen.refused)).toBeGreaterThan(100)
})

test('12 levels pass, 13 do not', () => {
  const nested = (levels: number): JsonValue =>
    levels === 1 ? { fact: 'a', operator: 'equal', value: 1 } : { not: nested(levels - 1) }
  expect(new ConditionFence(new FaultList()).check(nested(12), [])).toBe(true)
  expect(new ConditionFence(new FaultList()).check(nested(13), [])).toBe(false)
})
