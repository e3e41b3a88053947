import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { REQUIRED_KEYS } from '../../server/core/rule-set-checks/requirements.ts'
import { ruleSetJsonSchema, ruleSetJsonSchemaText } from '../../server/core/rule-set-json-schema.ts'
import { ruleSetSchema } from '../../server/core/rule-set.ts'

const schema = ruleSetJsonSchema()

test('rules/rule-set.schema.json is what `npm run schema` writes', () => {
  expect(readFileSync(new URL('../../rules/rule-set.schema.json', import.meta.url), 'utf8')).toBe(
    ruleSetJsonSchemaText(),
  )
})

describe('the schema', () => {
  test('is draft 2020-12 and refuses keys it does not know', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(schema.additionalProperties).toBe(false)
  })

  test('requires what a file must have', () => {
    for (const key of [...REQUIRED_KEYS, 'points', 'decimals', 'facts', 'indicators'])
      expect(schema.required).toContain(key)
    expect(schema.required).not.toContain('overrides')
  })

  test('describes every member of rule set, indicator, fact and field in Chinese', () => {
    const parts = schema.$defs as Record<string, typeof schema>
    expect(Object.keys(schema.properties ?? {}).sort()).toEqual(Object.keys(ruleSetSchema.shape).sort())
    for (const part of [schema, parts.indicator, parts.fact, parts.field])
      for (const [key, member] of Object.entries(part?.properties ?? {}))
        expect(member.description, key).toMatch(/\p{Script=Han}/u)
  })

  test('has no reference without a definition', () => {
    const text = JSON.stringify(schema)
    const names = [...text.matchAll(/"#\/\$defs\/([^"]+)"/g)].map((match) => match[1])
    expect(names.length).toBeGreaterThan(20)
    for (const name of names) expect(schema.$defs).toHaveProperty(name ?? '')
    expect(text).not.toContain('__schema')
  })
})
