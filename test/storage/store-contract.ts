import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import type { Store } from '../../server/storage/store.ts'
import { exampleGrading, exampleRuleSet, exampleSubmission } from './examples.ts'

/** What every store must do, run unchanged on each of them. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} keeps the contract of a store`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    test('an empty store holds nothing', async () => {
      expect(await store.listRuleSets()).toEqual([])
      expect(await store.listSubmissions()).toEqual([])
      expect(await store.findRuleSet('example', '2024-01-01')).toBeNull()
      expect(await store.findSubmission('unit-1')).toBeNull()
      expect(await store.findGrading('unit-1', 'example@2024-01-01')).toBeNull()
    })

    test('a rule set comes back by id and date, with its hash', async () => {
      expect(await store.addRuleSet(exampleRuleSet())).toBe('added')
      const found = await store.findRuleSet('example', '2024-01-01')
      expect(found).toEqual({
        id: 'example',
        effective: '2024-01-01',
        hash: contentHash(exampleRuleSet()),
        ruleSet: exampleRuleSet(),
        retired: false,
      })
    })

    test('a known version with other content is reported and kept as it was', async () => {
      await store.addRuleSet(exampleRuleSet())
      expect(await store.addRuleSet(exampleRuleSet())).toBe('same')
      expect(await store.addRuleSet(exampleRuleSet({ title: '改过的标题' }))).toBe('different')
      expect((await store.findRuleSet('example', '2024-01-01'))?.ruleSet.title).toBe('示例指标体系')
      expect(await store.listRuleSets()).toHaveLength(1)
    })

    test('rule sets are listed by id, newest version first', async () => {
      await store.addRuleSet(exampleRuleSet({ effective: { from: '2023-01-01' } }))
      await store.addRuleSet(exampleRuleSet({ id: 'other' }))
      await store.addRuleSet(exampleRuleSet({ effective: { from: '2025-01-01' } }))
      const keys = (await store.listRuleSets()).map((stored) => `${stored.id}@${stored.effective}`)
      expect(keys).toEqual(['example@2025-01-01', 'example@2023-01-01', 'other@2024-01-01'])
    })

    test('the latest submission of an id stays, in its first place', async () => {
      await store.putSubmissions([exampleSubmission(), exampleSubmission({ id: 'unit-2' })])
      const [stored] = await store.putSubmissions([exampleSubmission({ facts: { rate: 1 } })])
      expect(stored?.hash).toBe(contentHash(exampleSubmission({ facts: { rate: 1 } })))
      expect(await store.findSubmission('unit-1')).toEqual(stored)
      expect((await store.listSubmissions()).map((entry) => entry.submission.id)).toEqual(['unit-1', 'unit-2'])
    })

    test.each(['__proto__', 'constructor', 'toString', 'a/b', '示例 单位', 'a\nb'])(
      'any text may be an id: %j',
      async (id) => {
        await store.putSubmissions([exampleSubmission({ id })])
        await store.putGradings([exampleGrading(id, 'example@2024-01-01')])
        expect((await store.findSubmission(id))?.submission.id).toBe(id)
        expect((await store.findGrading(id, 'example@2024-01-01'))?.points).toBe(9)
        expect(await store.findGrading(`${id}x`, 'example@2024-01-01')).toBeNull()
      },
    )

    test('gradings of one submission under two rule sets stand beside each other', async () => {
      await store.putGradings([exampleGrading('unit-1', 'a@2024-01-01', 8), exampleGrading('unit-1', 'b@2024-01-01')])
      await store.putGradings([exampleGrading('unit-1', 'a@2024-01-01', 7)])
      expect((await store.findGrading('unit-1', 'a@2024-01-01'))?.points).toBe(7)
      expect((await store.findGrading('unit-1', 'b@2024-01-01'))?.points).toBe(9)
    })

    test('what went in or came out cannot be changed from outside', async () => {
      const given = exampleSubmission()
      await store.putSubmissions([given])
      given.facts['rate'] = 0
      const found = await store.findSubmission('unit-1')
      expect(() => Object.assign(found!.submission.facts, { rate: 0 })).toThrow(TypeError)
      expect((await store.findSubmission('unit-1'))?.submission.facts['rate']).toBe(0.9)
    })

    test('two hundred writes at once are all kept', async () => {
      await Promise.all(
        Array.from({ length: 200 }, (_, index) => store.putSubmissions([exampleSubmission({ id: `unit-${index}` })])),
      )
      const ids = (await store.listSubmissions()).map((entry) => entry.submission.id)
      expect(ids).toEqual(Array.from({ length: 200 }, (_, index) => `unit-${index}`))
    })

    test('of two different rule sets added at once under one key, one wins and one is told', async () => {
      const answers = await Promise.all([
        store.addRuleSet(exampleRuleSet()),
        store.addRuleSet(exampleRuleSet({ title: '另一个' })),
      ])
      expect(answers).toEqual(['added', 'different'])
    })
  })
}
