import type { Criterion } from '../rule-set.ts'
import { pointerOf } from '../json-patch.ts'
import { criteria, criterionShape, criterionText, scoringText } from './criterion-shape.ts'
import type { JsonValue } from '../plain-json.ts'
import { longestIncreasing, same } from './match.ts'
import type { About, Change, ChangeGroup } from './rule-set-diff.ts'
import { valueSentence, type Half, type ListShape, type Reading, type Shape, type ShapeMember } from './shape.ts'
import { copyOf, itemPlace, memberPlace, type JsonObject, type Path, type Place, WorkingCopy } from './working-copy.ts'

/** An object in both versions, as they are, and in the copy that is being changed from one to the other. */
export interface Pair {
  readonly before: Half<JsonObject>
  readonly after: Half<JsonObject>
  /** The older one in the working copy. */
  readonly copy: JsonObject
  /** Where it stands in the copy now, and in the newer rule set. */
  readonly place: Place
  readonly path: Path
}

interface Origin {
  readonly was: JsonObject
  readonly path: Path
}

/** Says what changed, and changes the working copy accordingly, in one and the same walk. */
export class Differ {
  readonly work = new WorkingCopy()
  readonly groups: ChangeGroup[] = []
  private header: Omit<ChangeGroup, 'changes'> = { about: 'ruleSet', id: null, label: '' }
  private changes: Change[] | null = null
  /** What each object of the copy was in the older rule set, and where it stood. */
  private readonly origins = new Map<JsonValue, Origin>()

  constructor(
    /** The older rule set, which is changed step by step. */
    readonly copy: JsonObject,
  ) {
    this.remember(copy, copyOf(copy), [])
  }

  private remember(value: JsonValue, was: JsonValue, path: Path): void {
    if (typeof value !== 'object' || value === null) return
    this.origins.set(value, { was: was as JsonObject, path })
    for (const [key, inner] of Object.entries(value))
      this.remember(inner, (was as JsonObject)[key] as JsonValue, [...path, key])
  }

  /** An object of the copy as the older rule set has it. */
  was<T extends JsonObject>(object: T): T {
    return (this.origins.get(object)?.was ?? object) as T
  }
  /** Where an object of the copy stood in the older rule set. */
  origin(object: JsonValue | undefined): Path {
    return (object === undefined ? undefined : this.origins.get(object)?.path) ?? []
  }

  /** What follows is told under this header; a group without changes is not kept. */
  open(about: About, id: string | null, label: string): void {
    this.header = { about, id, label }
    this.changes = null
  }

  /** Tells one change: all that was done to the copy since the last one. */
  tell(kind: Change['kind'], path: Path, sentence: string, names: readonly string[] = []): void {
    if (!this.changes) {
      this.changes = []
      this.groups.push({ ...this.header, changes: this.changes })
    }
    const operations = this.work.take()
    this.changes.push({ kind, path: pointerOf(path), sentence: [...names, sentence].join('：'), operations })
  }

  /** Member by member. `names` say what object it is inside its group. */
  object(pair: Pair, shape: Shape, names: readonly string[] = []): void {
    for (const member of shape.members) this.member(pair, member, names)
  }

  private member(pair: Pair, { keys, member }: ShapeMember, names: readonly string[]): void {
    const { before, after, copy, place, path } = pair
    const different = keys.filter((key) => !same(before.owner[key], after.owner[key]))
    const [key] = different
    if (key === undefined) return
    const at = [...path, key]
    switch (member.kind) {
      case 'value': {
        const sentence = valueSentence(member, keys, before, after)
        for (const one of different) this.work.set(copy, place, one, copyOf(after.owner[one]))
        return this.tell('changed', at, sentence, names)
      }
      case 'object': {
        const [old, fresh] = [before.owner[key], after.owner[key]]
        if (old !== undefined && fresh !== undefined)
          return this.object(
            {
              before: { ...before, owner: old as JsonObject },
              after: { ...after, owner: fresh as JsonObject },
              copy: copy[key] as JsonObject,
              place: memberPlace(place, key),
              path: at,
            },
            member.shape,
            names,
          )
        const added = old === undefined
        const sentence = `${added ? '增加' : '删去'}${member.label}：${member.print(added ? after : before)}`
        const origin = this.origin(copy[key])
        this.work.set(copy, place, key, copyOf(fresh))
        return this.tell(added ? 'added' : 'removed', added ? at : origin, sentence, names)
      }
      case 'list':
        return this.list(pair, key, member.items, [member.reading(before), member.reading(after)], names)
      case 'scoring':
        return this.scoring(pair, key, names)
    }
  }

  /** One criterion, or several with their cases. */
  private scoring({ before, after, copy, place, path }: Pair, key: string, names: readonly string[]): void {
    const [old, fresh] = [before.owner[key], after.owner[key]]
    const rows = ({ owner, reading }: Half<JsonObject>): Reading => ({
      ...reading,
      describer: reading.describer.inside((owner['each'] as { list: string } | undefined)?.list ?? null),
    })
    const [was, is] = [rows(before), rows(after)]
    if (Array.isArray(old) && Array.isArray(fresh))
      return this.list({ before, after, copy, place, path }, key, criteria, [was, is], names)
    const alike = (a: unknown, b: unknown): boolean =>
      typeof a === 'object' &&
      typeof b === 'object' &&
      !Array.isArray(a) &&
      !Array.isArray(b) &&
      (a as Criterion).method === (b as Criterion).method
    if (alike(old, fresh))
      return this.object(
        {
          before: { owner: old as JsonObject, reading: was },
          after: { owner: fresh as JsonObject, reading: is },
          copy: copy[key] as JsonObject,
          place: memberPlace(place, key),
          path: [...path, key],
        },
        criterionShape(fresh as JsonObject),
        names,
      )
    const text = (scoring: unknown): string =>
      scoring === undefined ? '（无）' : scoringText(scoring as Criterion | Criterion[])
    const all = (Array.isArray(fresh) ? fresh : fresh === undefined ? [] : [fresh]) as unknown as Criterion[]
    const words = all.map((criterion) => criterionText(criterion, is)).join('；')
    this.work.set(copy, place, key, copyOf(fresh))
    const [first, second] = [text(old), text(fresh)]
    const change = first === second ? '评分方法改写为' : `评分方法由${first}改为${second}`
    const sentence = words === '' ? change : `${change}：${words}`
    this.tell('changed', [...path, key], sentence, names)
  }

  /**
   * Items one by one in the new order: each is put in, moved or left, and then told what changed in it; those that are
   * gone come last. `header` opens a group for an item, where items have groups of their own.
   */
  list(
    { after, copy, place, path }: Pair,
    key: string,
    kind: ListShape,
    [was, is]: readonly [Reading, Reading],
    names: readonly string[],
    header: ((item: JsonObject) => void) | null = null,
  ): void {
    const { work } = this
    const at = memberPlace(place, key)
    const items = (after.owner[key] ?? []) as JsonObject[]
    const old = [...((copy[key] ?? []) as JsonObject[])]
    const partners = kind.match(old, items)
    const kept = partners.flatMap((partner) => (partner ? [old.indexOf(partner)] : []))
    const stay = longestIncreasing(kept)
    const staying = new Set(kept.filter((_, index) => stay.has(index)).map((index) => old[index]))
    let list = copy[key] as JsonObject[] | undefined
    let previous: JsonObject | null = null
    for (const [index, item] of items.entries()) {
      header?.(item)
      const fresh: Half<JsonObject> = { owner: item, reading: is }
      const partner = partners[index] ?? null
      const itemPath = [...path, key, index]
      if (!list) {
        work.set(copy, place, key, [])
        list = copy[key] as JsonObject[]
      }
      if (partner === null) {
        const added = copyOf(item)
        work.insert(list, at, previous === null ? 0 : list.indexOf(previous) + 1, added)
        this.tell('added', itemPath, `增加${kind.noun}：${kind.print(fresh)}`, names)
        previous = added
        continue
      }
      const stood: Half<JsonObject> = { owner: this.was(partner), reading: was }
      const own = kind.name(stood)
      const inside = own === '' ? names : [...names, own]
      if (!staying.has(partner)) {
        work.move(partner, { list, place: at }, { list, place: at }, previous)
        this.tell('moved', itemPath, `顺序由第 ${old.indexOf(partner) + 1} 改为第 ${index + 1}`, inside)
      }
      previous = partner
      const itemAt = itemPlace(at, list, partner)
      if (kind.identity && partner[kind.identity.key] !== item[kind.identity.key]) {
        const { key: identity, word } = kind.identity
        const sentence = `${word}由“${String(partner[identity])}”改为“${String(item[identity])}”`
        work.set(partner, itemAt, identity, item[identity])
        this.tell('renamed', itemPath, sentence, own === '' ? names : [...names, own])
      }
      this.object(
        { before: stood, after: fresh, copy: partner, place: itemAt, path: itemPath },
        kind.shape(item),
        inside,
      )
    }
    const gone = old.filter((item) => !partners.includes(item))
    const drop = after.owner[key] === undefined
    for (const item of gone) {
      header?.(item)
      const sentence = `删去${kind.noun}：${kind.print({ owner: item, reading: was })}`
      if (list) work.remove(list, at, item)
      if (drop && item === gone.at(-1)) work.set(copy, place, key, undefined)
      this.tell('removed', this.origin(item), sentence, names)
    }
    // an empty list is written, or taken out, and nothing else
    if (old.length > 0 || items.length > 0 || same(copy[key], after.owner[key])) return
    work.set(copy, place, key, copyOf(after.owner[key]))
    this.tell('changed', [...path, key], '没有任何一项，只是写法改了', names)
  }
}
