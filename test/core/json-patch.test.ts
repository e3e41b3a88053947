import { expect, test } from 'vitest'
import { JsonPatchError, applyPatch, pointerOf, type PatchOperation } from '../../server/core/json-patch.ts'

const document = { points: 100, children: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }

test.each<[string, PatchOperation[], unknown]>([
  ['a value', [{ op: 'replace', path: '/points', value: 90 }], { ...document, points: 90 }],
  ['a new key', [{ op: 'add', path: '/of', value: 5 }], { ...document, of: 5 }],
  [
    'at the end',
    [{ op: 'add', path: '/children/-', value: {} }],
    { ...document, children: [...document.children, {}] },
  ],
  ['one away', [{ op: 'remove', path: '/children/1' }], { points: 100, children: [{ id: 'a' }, { id: 'c' }] }],
  [
    'one moved',
    [{ op: 'move', from: '/children/2', path: '/children/0' }],
    { points: 100, children: [{ id: 'c' }, { id: 'a' }, { id: 'b' }] },
  ],
  ['everything', [{ op: 'replace', path: '', value: [] }], []],
])('%s', (_, operations, expected) => {
  const before = structuredClone(document)
  expect(applyPatch(document, operations)).toEqual(expected)
  expect(document).toEqual(before)
})

test.each<[string, PatchOperation]>([
  ['a place that is not there', { op: 'replace', path: '/children/7/id', value: 'x' }],
  ['nothing to remove', { op: 'remove', path: '/of' }],
  ['a prototype', { op: 'add', path: '/__proto__/points', value: 1 }],
  ['a prototype by a move', { op: 'move', from: '/points', path: '/constructor/prototype/points' }],
])('refused: %s', (_, operation) => {
  expect(() => applyPatch(document, [operation])).toThrow(JsonPatchError)
  expect(() => applyPatch(document, [operation])).toThrow(/第 1 步修改/)
})

test('a pointer escapes what would split it', () =>
  expect(pointerOf(['facts', 0, 'a/b', 'c~d'])).toBe('/facts/0/a~1b/c~0d'))
