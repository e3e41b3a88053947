import { expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'

test('names content, not its spelling', () => {
  // printf '{"a":1,"b":"é"}' | sha256sum
  const hash = contentHash({ b: 'e\u0301', a: 1.0 })
  expect(hash).toBe('sha256:09ad9fd2fb648cb2f62141215828ea00a62c299db05d20aa9ade2f527a301cc6')
  expect(contentHash({ a: 1, b: 'é' })).toBe(hash)
  expect(contentHash({ a: 1, b: 'e' })).not.toBe(hash)
})
