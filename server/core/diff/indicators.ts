import { describeIndicator } from '../describe/rules.ts'
import { joined, tokensText } from '../describe/token.ts'
import { quoted } from '../explain/sentence.ts'
import type { Indicator } from '../rule-set.ts'
import type { Differ } from './differ.ts'
import { indicatorLabel, indicatorShape, quotedLabel } from './indicator-shape.ts'
import { contentWithout, longestIncreasing, matchById } from './match.ts'
import { plainNumber, pointsText } from './members.ts'
import type { Reading } from './shape.ts'
import { copyOf, itemPlace, memberPlace, type JsonObject, type Path, type Place } from './working-copy.ts'

type Node = Indicator & JsonObject

/** Every node, each before its children. */
const nodesOf = (nodes: readonly Node[]): Node[] =>
  nodes.flatMap((node) => [node, ...nodesOf((node.children ?? []) as Node[])])

/**
 * The tree of indicators: every node is matched wherever it stands, so that one that changes its block is moved and not
 * removed. The newer tree is walked from the top; each node is brought to its place before what is inside it, so a node
 * is never moved into itself. What is gone is taken out last, when all that stays has been moved out of it.
 */
export class IndicatorDiffer {
  /** For each node of the newer tree the one of the copy that becomes it. */
  private readonly partners = new Map<Node, Node>()
  /** The block each node of the copy stands in now; null at the top. */
  private readonly parents = new Map<Node, Node | null>()
  /** Where nodes of the older tree stood at first. */
  private readonly stood = new Map<Node, { readonly parent: Node | null; readonly index: number }>()
  private readonly fresh = new Set<Node>()

  constructor(
    private readonly differ: Differ,
    private readonly after: JsonObject,
    private readonly was: Reading,
    private readonly is: Reading,
  ) {
    const old = nodesOf(differ.copy['indicators'] as Node[])
    const next = nodesOf(after['indicators'] as Node[])
    const partners = matchById(old, next, 'id', (node) =>
      node.label === undefined ? null : contentWithout(node, 'id', 'children'),
    )
    next.forEach((node, index) => {
      const partner = partners[index]
      if (partner) this.partners.set(node, partner)
      else this.fresh.add(node)
    })
    const enter = (parent: Node | null, nodes: readonly Node[]): void =>
      nodes.forEach((node, index) => {
        this.parents.set(node, parent)
        this.stood.set(node, { parent, index })
        enter(node, (node.children ?? []) as Node[])
      })
    enter(null, differ.copy['indicators'] as Node[])
  }

  run(): void {
    this.children(null, null, ['indicators'])
    const staying = new Set(this.partners.values())
    const gone = [...this.stood.keys()].filter((node) => !staying.has(node))
    for (const node of gone) {
      const parent = this.parents.get(node) ?? null
      if (parent === null || staying.has(parent)) this.remove(node)
    }
  }

  private listOf(parent: Node | null): Node[] {
    return ((parent === null ? this.differ.copy['indicators'] : parent.children) ?? []) as Node[]
  }
  private listPlace(parent: Node | null): Place {
    return parent === null ? () => ['indicators'] : memberPlace(this.place(parent), 'children')
  }
  private place(node: Node): Place {
    return () => {
      const parent = this.parents.get(node) ?? null
      return itemPlace(this.listPlace(parent), this.listOf(parent), node)()
    }
  }

  /** Brings the children of one block to their places, and all that is below. */
  private children(target: Node | null, parent: Node | null, path: Path): void {
    const { work } = this.differ
    const wanted = ((target === null ? this.after['indicators'] : target.children) ?? []) as Node[]
    const standing = new Map(this.listOf(parent).map((node, index) => [node, index]))
    const kept = wanted.flatMap((node) => {
      const partner = this.partners.get(node)
      const index = partner && standing.get(partner)
      return partner && index !== undefined ? [{ partner, index }] : []
    })
    const stay = longestIncreasing(kept.map(({ index }) => index))
    const staying = new Set(kept.filter((_, index) => stay.has(index)).map(({ partner }) => partner))
    let previous: Node | null = null
    for (const [index, node] of wanted.entries()) {
      this.differ.open('indicator', node.id, indicatorLabel(node))
      if (parent && !parent.children) work.set(parent, this.place(parent), 'children', [])
      const at = [...path, index]
      const partner: Node = this.partners.get(node) ?? this.add(node, parent, previous, { at, index, target })
      if (!this.fresh.has(node)) {
        if (!staying.has(partner)) this.move(partner, parent, previous, { at, index, target })
        this.own(partner, node, at)
      }
      previous = partner
      this.children(node, partner, [...at, 'children'])
    }
  }

  /** A new node with all below it that is new as well; what is below it and not new is moved there afterwards. */
  private add(node: Node, parent: Node | null, previous: Node | null, to: Target): Node {
    const list = this.listOf(parent)
    const added = this.freshPart(node)
    this.parents.set(added, parent)
    this.differ.work.insert(list, this.listPlace(parent), previous === null ? 0 : list.indexOf(previous) + 1, added)
    const placed =
      to.target === null ? `一级指标第 ${to.index + 1}` : `在${quotedLabel(to.target)}之下排第 ${to.index + 1}`
    const words = [...this.size(node), placed].join('，')
    const criteria = this.criteria(node)
    this.differ.tell('added', to.at, `新增（${words}）${criteria === '' ? '' : `：${criteria}`}`)
    return added
  }

  private freshPart(node: Node): Node {
    const { children, ...own } = node
    const copy = copyOf(own) as Node
    if (children) {
      const inner = (children as Node[]).filter((child) => this.fresh.has(child)).map((child) => this.freshPart(child))
      copy.children = inner
      for (const child of inner) this.parents.set(child, copy)
    }
    this.partners.set(node, copy)
    return copy
  }

  private move(partner: Node, parent: Node | null, previous: Node | null, to: Target): void {
    const { work } = this.differ
    const left = this.parents.get(partner) ?? null
    const from = { list: this.listOf(left), place: this.listPlace(left) }
    // the target is looked up after the node has left its list, while it still counts as standing in it
    work.move(partner, from, { list: this.listOf(parent), place: this.listPlace(parent) }, previous)
    this.parents.set(partner, parent)
    this.tidy(left)
    const stood = this.stood.get(partner)
    const before = stood?.parent ?? null
    const within = (name: Node | null): string => (name === null ? '一级指标' : quotedLabel(name))
    const sentence =
      before === parent
        ? `在${within(to.target)}中由第 ${(stood?.index ?? 0) + 1} 移到第 ${to.index + 1}`
        : `由${within(before && this.differ.was(before))}移到${to.target === null ? '一级指标' : `${quotedLabel(to.target)}之下`}，排第 ${to.index + 1}`
    this.differ.tell('moved', to.at, sentence)
  }

  /** A block that has lost its last child and is to be none has no list either. */
  private tidy(block: Node | null): void {
    if (!block?.children || block.children.length > 0) return
    const target = [...this.partners].find(([, partner]) => partner === block)?.[0]
    if (target && !target.children) this.differ.work.set(block, this.place(block), 'children', undefined)
  }

  private own(partner: Node, node: Node, path: Path): void {
    const place = this.place(partner)
    if (partner.id !== node.id) {
      const sentence = `编号由${quoted(partner.id)}改为${quoted(node.id)}`
      this.differ.work.set(partner, place, 'id', node.id)
      this.differ.tell('renamed', path, sentence)
    }
    const before = { owner: this.differ.was(partner), reading: this.was }
    const after = { owner: node, reading: this.is }
    this.differ.object({ before, after, copy: partner, place, path }, indicatorShape)
  }

  private remove(node: Node): void {
    const parent = this.parents.get(node) ?? null
    this.differ.open('indicator', node.id, indicatorLabel(node))
    const words = this.size(node)
    this.differ.work.remove(this.listOf(parent), this.listPlace(parent), node)
    this.tidy(parent)
    this.differ.tell('removed', this.differ.origin(node), `删去${words.length > 0 ? `（${words.join('，')}）` : ''}`)
  }

  /** “20 分”, “连同下级 3 个指标”. */
  private size(node: Node): string[] {
    const below = nodesOf((node.children ?? []) as Node[]).length
    return [
      ...(node.points === undefined ? [] : [pointsText(node.points)]),
      ...(below > 0 ? [`下级 ${plainNumber(below)} 个指标`] : []),
    ]
  }

  /** How it is scored and what is taken off. */
  private criteria(node: Node): string {
    const { criteria, deductions } = describeIndicator(this.is.describer, node, [])
    return [...criteria.map((clauses) => tokensText(joined(clauses, '，'))), ...deductions.map(tokensText)].join('；')
  }
}

interface Target {
  readonly at: Path
  readonly index: number
  readonly target: Node | null
}
