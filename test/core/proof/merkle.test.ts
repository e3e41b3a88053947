import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leafHash, MerkleTree, provesConsistency, provesInclusion } from '../../../server/core/proof/merkle.ts'
import { runs, seeded } from '../../support/runs.ts'

const sha256 = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex')
const hexes = (hashes: readonly Uint8Array[]): string[] => hashes.map((hash) => Buffer.from(hash).toString('hex'))

function treeOf(contents: readonly (string | Uint8Array)[]): MerkleTree {
  const tree = new MerkleTree()
  for (const content of contents) tree.append(leafHash(content))
  return tree
}

/** The contents and roots of the reference implementation of RFC 6962 (certificate-transparency, merkle_tree_test). */
const CONTENTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

describe('by hand', () => {
  const tree = treeOf(CONTENTS.map((hex) => Buffer.from(hex, 'hex')))

  test('roots are those of the reference implementation, at every size', () => {
    expect(ROOTS.map((_, size) => tree.root(size).toString('hex'))).toEqual(ROOTS)
  })

  /** The tree of five by hand: ((a b)(c d)) e. */
  const [a, b, c, d, e] = CONTENTS.slice(0, 5).map((hex) => sha256(`00${hex}`)) as [
    string,
    string,
    string,
    string,
    string,
  ]
  const ab = sha256(`01${a}${b}`)
  const cd = sha256(`01${c}${d}`)
  const abcd = sha256(`01${ab}${cd}`)

  test('inclusion in a tree of five', () => {
    expect(tree.root(5).toString('hex')).toBe(sha256(`01${abcd}${e}`))
    expect([0, 1, 2, 3, 4].map((index) => hexes(tree.inclusion(index, 5)))).toEqual([
      [b, cd, e],
      [a, cd, e],
      [d, ab, e],
      [c, ab, e],
      [abcd],
    ])
    expect(hexes(tree.inclusion(0, 1))).toEqual([])
  })

  test('consistency with a tree of five', () => {
    expect([1, 2, 3, 4, 5].map((size) => hexes(tree.consistency(size, 5)))).toEqual([
      [b, cd, e],
      [cd, e],
      [c, d, ab, e],
      [e],
      [],
    ])
  })

  test('a leaf is no node: two leaves and the node over them have different hashes', () => {
    const both = Buffer.concat([Buffer.from(a, 'hex'), Buffer.from(b, 'hex')])
    expect(leafHash(both).toString('hex')).not.toBe(ab)
  })

  test.each([
    ['inclusion beyond the tree', () => tree.inclusion(8)],
    ['inclusion in a larger tree', () => tree.inclusion(0, 9)],
    ['a root of a larger tree', () => tree.root(9)],
    ['consistency from nothing', () => tree.consistency(0)],
    ['consistency backwards', () => tree.consistency(5, 4)],
    ['a hash of another length', () => tree.append(Buffer.alloc(20))],
  ])('no proof: %s', (_, ask) => expect(ask).toThrow(RangeError))
})

/** A root written as the RFC defines it, by slices. */
function slowRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest()
  if (leaves.length === 1) return leaves[0]!
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  const parts = [Buffer.of(1), slowRoot(leaves.slice(0, split)), slowRoot(leaves.slice(split))]
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}

const sizes = fc.integer({ min: 1, max: 300 })
const grown = Array.from({ length: 300 }, (_, index) => `receipt ${index}`)
const whole = treeOf(grown)

test(seeded('roots are those of the definition, at every size'), () => {
  const leaves = grown.map((content) => leafHash(content))
  fc.assert(
    fc.property(sizes, (size) => {
      expect(whole.root(size)).toEqual(slowRoot(leaves.slice(0, size)))
    }),
    runs(300, 100),
  )
})

test(seeded('every leaf of every size is proved, and by no other path, place, size or leaf'), () => {
  const cases = fc.record({ size: sizes, at: fc.nat(), other: fc.nat(), bit: fc.nat(255) })
  fc.assert(
    fc.property(cases, ({ size, at, other, bit }) => {
      const index = at % size
      const path = whole.inclusion(index, size)
      const root = whole.root(size)
      const leaf = whole.leaf(index)
      expect(provesInclusion(leaf, index, size, path, root)).toBe(true)
      const elsewhere = other % size
      if (elsewhere !== index) {
        expect(provesInclusion(leaf, elsewhere, size, path, root)).toBe(false)
        expect(provesInclusion(whole.leaf(elsewhere), index, size, path, root)).toBe(false)
      }
      expect(provesInclusion(flip(leaf, bit), index, size, path, root)).toBe(false)
      expect(provesInclusion(leaf, index, size, path, flip(root, bit))).toBe(false)
      expect(provesInclusion(leaf, index, size, [...path, root], root)).toBe(false)
      if (path.length > 0) {
        const place = other % path.length
        const bent = path.map((hash, step) => (step === place ? flip(hash, bit) : hash))
        expect(provesInclusion(leaf, index, size, bent, root)).toBe(false)
        expect(provesInclusion(leaf, index, size, path.slice(1), root)).toBe(false)
      }
    }),
    runs(20_000, 500),
  )
})

test(seeded('a tree that only grew is proved to have, and one that was changed is not'), () => {
  const cases = fc.record({ size: sizes, from: fc.nat(), edit: fc.nat(), bit: fc.nat(255) })
  fc.assert(
    fc.property(cases, ({ size, from, edit, bit }) => {
      const first = 1 + (from % size)
      const before = { size: first, root: whole.root(first) }
      const after = { size, root: whole.root(size) }
      const path = whole.consistency(first, size)
      expect(provesConsistency(before, after, path)).toBe(true)
      expect(provesConsistency({ ...before, root: flip(before.root, bit) }, after, path)).toBe(false)
      expect(provesConsistency(before, { ...after, root: flip(after.root, bit) }, path)).toBe(false)
      expect(provesConsistency(before, after, [...path, before.root])).toBe(false)
      // a receipt among the first ones was changed: no proof that this tree can give is one
      const changed = treeOf(
        grown.slice(0, size).map((content, index) => (index === edit % first ? 'forged' : content)),
      )
      const forged = { size, root: changed.root() }
      expect(provesConsistency(before, forged, changed.consistency(first, size))).toBe(false)
      expect(provesConsistency(before, forged, path)).toBe(false)
    }),
    runs(5_000, 200),
  )
})

test('a copy grows apart', () => {
  const copy = treeOf(grown.slice(0, 20))
  const before = copy.root()
  const other = copy.copy()
  for (const content of grown.slice(20, 60)) other.append(leafHash(content))
  expect([copy.size, other.size]).toEqual([20, 60])
  expect([copy.root(), other.root()]).toEqual([before, whole.root(60)])
})

test('every tree begins with nothing, and none goes back', () => {
  const nothing = { size: 0, root: whole.root(0) }
  const now = { size: 9, root: whole.root(9) }
  expect(provesConsistency(nothing, now, [])).toBe(true)
  expect(provesConsistency({ ...nothing, root: now.root }, now, [])).toBe(false)
  expect(provesConsistency(now, { size: 8, root: whole.root(8) }, whole.consistency(8, 9))).toBe(false)
  expect(provesConsistency({ size: -1, root: now.root }, now, [])).toBe(false)
  expect(provesInclusion(whole.leaf(0), 0, Number.NaN, [], whole.leaf(0))).toBe(false)
})

function flip(hash: Uint8Array, bit: number): Buffer {
  const bytes = Buffer.from(hash)
  bytes[bit >> 3]! ^= 1 << (bit & 7)
  return bytes
}
