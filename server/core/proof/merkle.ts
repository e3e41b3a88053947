import { createHash } from 'node:crypto'

/**
 * The hash tree of RFC 6962 (Certificate Transparency) over SHA-256: leaves and inner nodes are hashed under different
 * prefixes, so that neither can be passed off as the other. Hashes are 32 bytes.
 */

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

export const leafHash = (content: string | Uint8Array): Buffer =>
  createHash('sha256').update(LEAF).update(content).digest()

const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update(NODE).update(left).update(right).digest()

const EMPTY_ROOT = createHash('sha256').digest()

/**
 * An append-only tree. Every whole subtree is hashed once and kept, 64 bytes a leaf, so that a root or a proof costs a
 * few hashes at any size.
 */
export class MerkleTree {
  /** By height: the hashes of the whole subtrees of 2^height leaves, from the left. */
  #levels: HashList[] = [new HashList()]

  get size(): number {
    return this.#levels[0]!.length
  }

  /** @param leaf of `leafHash` */
  append(leaf: Uint8Array): void {
    this.#levels[0]!.push(leaf)
    for (let height = 0; this.#levels[height]!.length % 2 === 0; height++) {
      const level = this.#levels[height]!
      const above = (this.#levels[height + 1] ??= new HashList())
      above.push(nodeHash(level.at(level.length - 2), level.at(level.length - 1)))
    }
  }

  /** The same tree, to be grown apart from this one. */
  copy(): MerkleTree {
    const tree = new MerkleTree()
    tree.#levels = this.#levels.map((level) => level.copy())
    return tree
  }

  leaf(index: number): Buffer {
    return this.#levels[0]!.at(index)
  }

  /** The root when the tree had `size` leaves. */
  root(size = this.size): Buffer {
    this.#demand(0, size, this.size)
    return size === 0 ? EMPTY_ROOT : this.#hash(0, size)
  }

  /** What proves that the leaf at `index` is in the tree of `size` leaves: hashes from the bottom up. */
  inclusion(index: number, size = this.size): Buffer[] {
    this.#demand(index + 1, size, this.size)
    const path: Buffer[] = []
    let [start, end] = [0, size]
    while (end - start > 1) {
      const middle = start + splitOf(end - start)
      if (index < middle) path.push(this.#hash(middle, end))
      else path.push(this.#hash(start, middle))
      if (index < middle) end = middle
      else start = middle
    }
    return path.reverse()
  }

  /** What proves that the tree of `first` leaves is the beginning of that of `second`: hashes from the bottom up. */
  consistency(first: number, second = this.size): Buffer[] {
    this.#demand(1, first, second)
    this.#demand(first, second, this.size)
    const path: Buffer[] = []
    let [start, end] = [0, second]
    while (end !== first) {
      const middle = start + splitOf(end - start)
      if (first <= middle) path.push(this.#hash(middle, end))
      else path.push(this.#hash(start, middle))
      if (first <= middle) end = middle
      else start = middle
    }
    if (start > 0) path.push(this.#hash(start, end))
    return path.reverse()
  }

  /** Over the leaves from `start` to before `end`; `start` is where a subtree of that length begins. */
  #hash(start: number, end: number): Buffer {
    const length = end - start
    const height = 31 - Math.clz32(length)
    if (length === 2 ** height) return this.#levels[height]!.at(start / length)
    const middle = start + splitOf(length)
    return nodeHash(this.#hash(start, middle), this.#hash(middle, end))
  }

  #demand(least: number, value: number, most: number): void {
    if (!Number.isInteger(value) || value < least || value > most) throw new RangeError(`no such size: ${value}`)
  }
}

/** The largest power of two below `length`: how many leaves lie in the left part of a tree of that length (≥ 2). */
const splitOf = (length: number): number => 2 ** (31 - Math.clz32(length - 1))

/**
 * Whether a path leads from a leaf to the root of a tree of `size` leaves (RFC 9162, 2.1.3.2). Whatever is handed in
 * comes from outside: a path that is too short or too long proves nothing.
 */
export function provesInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false
  let [node, last] = [index, size - 1]
  let hash: Uint8Array = leaf
  for (const other of path) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(other, hash)
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    } else hash = nodeHash(hash, other)
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 && equal(hash, root)
}

/** Whether a path proves that the tree with the first root is the beginning of that with the second (RFC 9162, 2.1.4.2). */
export function provesConsistency(
  first: { readonly size: number; readonly root: Uint8Array },
  second: { readonly size: number; readonly root: Uint8Array },
  path: readonly Uint8Array[],
): boolean {
  if (!isSize(first.size) || !isSize(second.size) || first.size > second.size) return false
  if (first.size === second.size) return path.length === 0 && equal(first.root, second.root)
  // every tree begins with nothing
  if (first.size === 0) return path.length === 0 && equal(first.root, EMPTY_ROOT)
  let [node, last] = [first.size - 1, second.size - 1]
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  // a first tree that is one whole subtree is not repeated in the path
  const [start, ...rest] = node === 0 ? [first.root, ...path] : path
  if (start === undefined) return false
  let [before, after] = [start, start]
  for (const other of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      before = nodeHash(other, before)
      after = nodeHash(other, after)
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    } else after = nodeHash(after, other)
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 && equal(before, first.root) && equal(after, second.root)
}

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** Hashes one behind the other, without an object for each. */
class HashList {
  #bytes = Buffer.alloc(32 * 16)
  length = 0

  push(hash: Uint8Array): void {
    if (hash.length !== 32) throw new RangeError('a hash has 32 bytes')
    const end = this.length * 32
    if (end === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], end * 2)
    this.#bytes.set(hash, end)
    this.length++
  }

  copy(): HashList {
    const list = new HashList()
    list.#bytes = Buffer.from(this.#bytes)
    list.length = this.length
    return list
  }

  at(index: number): Buffer {
    if (!(index >= 0 && index < this.length)) throw new RangeError(`no hash ${index}`)
    return Buffer.from(this.#bytes.subarray(index * 32, index * 32 + 32))
  }
}
