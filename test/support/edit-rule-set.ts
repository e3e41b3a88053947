import type { Criterion, FactDefinition, Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { drawDeduction, drawScoring, type CriterionContext } from './arbitrary-criteria.ts'
import { drawGroup } from './arbitrary-conditions.ts'
import { sightInRow, sightOf } from './arbitrary-facts.ts'
import type { DrawnRuleSet } from './arbitrary-tree.ts'
import type { Draw } from './draw.ts'

/** Random changes to a rule set, as administrators make them: the result need not be sound, only well formed. */

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨']

/** A copy in which everything has a Chinese label of its own, so that no id need be shown. */
export function labelled(ruleSet: RuleSet): RuleSet {
  let serial = 0
  const name = (kind: string): string => {
    const number = (serial += 1)
    return `${kind}${SURNAMES[number % 16]}${SURNAMES[Math.floor(number / 16) % 16]}${SURNAMES[Math.floor(number / 256) % 16]}`
  }
  const copy = structuredClone(ruleSet)
  for (const fact of copy.facts) {
    fact.label = name('数据')
    for (const field of fact.fields ?? []) field.label = name('栏目')
  }
  for (const { node } of nodesIn(copy)) {
    node.label = name('指标')
    for (const { event } of node.deductions ?? []) event.params.reason = name('理由')
  }
  for (const { event } of copy.overrides ?? []) event.params = { ...event.params, reason: name('理由') }
  return copy
}

interface Placed {
  readonly node: Indicator
  readonly list: Indicator[]
  readonly parent: Indicator | null
}
export function nodesIn(ruleSet: RuleSet): Placed[] {
  const visit = (list: Indicator[], parent: Indicator | null): Placed[] =>
    list.flatMap((node) => [{ node, list, parent }, ...visit(node.children ?? [], node)])
  return visit(ruleSet.indicators, null)
}

const criteriaOf = ({ scoring }: Indicator): Criterion[] =>
  scoring === undefined ? [] : Array.isArray(scoring) ? scoring : [scoring]

/** Takes a node out of its block; a block left empty becomes a leaf. */
function takeOut({ node, list, parent }: Placed): void {
  list.splice(list.indexOf(node), 1)
  if (list.length > 0 || !parent) return
  delete parent.children
  parent.scoring = { method: 'full' }
}

function putIn(draw: Draw, node: Indicator, list: Indicator[]): void {
  list.splice(draw.int(0, list.length), 0, node)
}

/** Moves one indicator to another block or another place; null where there is nowhere to move it. */
export function moveOne(draw: Draw, ruleSet: RuleSet): string | null {
  const all = nodesIn(ruleSet)
  const moving = draw.pick(all.filter(({ list }) => list.length > 1).concat(all.slice(0, 1)))
  const inside = new Set(nodesIn({ ...ruleSet, indicators: [moving.node] }).map(({ node }) => node))
  const lists = [
    ruleSet.indicators,
    ...all.flatMap(({ node }) => (node.children && !inside.has(node) ? [node.children] : [])),
  ]
  if (moving.list.length < 2) return null
  const before = moving.list.indexOf(moving.node)
  moving.list.splice(before, 1)
  const target = draw.pick(lists)
  putIn(draw, moving.node, target)
  return target === moving.list && target.indexOf(moving.node) === before ? null : moving.node.id
}

/** An id nothing else has; counted by draw, so that a failure repeats. */
const serials = new WeakMap<Draw, number>()
function freshId(draw: Draw, prefix: string): string {
  const serial = (serials.get(draw) ?? 0) + 1
  serials.set(draw, serial)
  return `${prefix}z${serial}`
}
const change = (draw: Draw, number: number): number =>
  Math.max(0.5, Math.round((number + draw.int(-9, 9) / 2) * 100) / 100)

type Edit = (draw: Draw, ruleSet: RuleSet, drawn: DrawnRuleSet) => void

function contextOf(drawn: DrawnRuleSet): CriterionContext {
  const { world } = drawn
  return { world, sight: sightOf(world), of: 10, inRow: false, row: (list) => sightInRow(world, list) }
}

/** Shuffles, removes from, or repeats-with-a-change a list of objects. */
function editList<T extends object>(draw: Draw, list: T[], fresh: (item: T) => T, least = 0): void {
  const at = draw.int(0, Math.max(0, list.length - 1))
  const kind = draw.pick(['add', 'remove', 'move'] as const)
  const item = list[at]
  if (!item) return
  if (kind === 'add') list.splice(draw.int(0, list.length), 0, fresh(structuredClone(item)))
  else if (list.length > least + (kind === 'move' ? -least : 0)) {
    if (kind === 'remove' && list.length <= least) return
    list.splice(at, 1)
    if (kind === 'move') list.splice(draw.int(0, list.length), 0, item)
  }
}

/** Facts whose id or columns would read as English where they are gone. */
const named = ({ id, fields }: FactDefinition): boolean => fields !== undefined || /[a-z]{3}/.test(id)

const onNode =
  (edit: (draw: Draw, node: Indicator, drawn: DrawnRuleSet) => void): Edit =>
  (draw, ruleSet, drawn) =>
    edit(draw, draw.pick(nodesIn(ruleSet)).node, drawn)

const onCriterion = (edit: (draw: Draw, criterion: Criterion, drawn: DrawnRuleSet) => void): Edit =>
  onNode((draw, node, drawn) => {
    const all = criteriaOf(node)
    if (all.length > 0) edit(draw, draw.pick(all), drawn)
  })

const EDITS: readonly Edit[] = [
  onNode((draw, node) => (node.points = change(draw, node.points ?? 1))),
  onNode((draw, node) => (draw.chance(50) ? delete node.of : (node.of = change(draw, 10)))),
  onNode((draw, node) => (node.label = `指标${draw.pick(SURNAMES)}${draw.pick(SURNAMES)}`)),
  onNode((draw, node) =>
    draw.chance(20) ? delete node.clause : (node.clause = `第${draw.pick(SURNAMES)}条`.repeat(draw.int(1, 30))),
  ),
  onNode((draw, node) =>
    draw.chance(30)
      ? delete node.notApplicable
      : (node.notApplicable = draw.pick(['rescale', 'full', 'zero', { moveTo: 'x1' }])),
  ),
  onNode((draw, node, drawn) =>
    draw.chance(30) ? delete node.applies : (node.applies = drawGroup(draw, drawn.world, sightOf(drawn.world))),
  ),
  onNode((draw, node) => {
    if (!node.scoring) return
    if (draw.chance(50)) node.evidence = { required: draw.chance(80), without: draw.pick(['zero', 'open']) }
    else node.missing = draw.pick(['zero', 'open'])
  }),
  onNode((draw, node, drawn) => {
    if (node.scoring && !node.each) node.scoring = drawScoring(draw, contextOf(drawn))
  }),
  onNode((draw, node) => {
    if (node.scoring && !Array.isArray(node.scoring)) node.scoring = [node.scoring]
    else if (Array.isArray(node.scoring)) editList(draw, node.scoring, (criterion) => criterion, 1)
  }),
  onNode((draw, node, drawn) => {
    if (!node.scoring) return
    const list = (node.deductions ??= [])
    if (list.length === 0 || draw.chance(40)) {
      const added = drawDeduction(draw, freshId(draw, 'd'), contextOf(drawn))
      added.event.params.reason = `理由${draw.pick(SURNAMES)}`
      list.push(added)
    } else editList(draw, list, (rule) => ({ ...rule, name: freshId(draw, 'd') }))
    if (list.length === 0 && draw.chance(70)) delete node.deductions
  }),
  onNode((draw, node) => {
    const rule = node.deductions?.[0]
    if (rule)
      rule.event.params = {
        ...draw.pick([{ points: 1.5 }, { share: 0.2 }, { formula: 'n1 / 2' }]),
        reason: `理由${draw.pick(SURNAMES)}`,
      }
  }),
  onCriterion((draw, criterion, drawn) => {
    if (draw.chance(50)) delete criterion.when
    else criterion.when = drawGroup(draw, drawn.world, sightOf(drawn.world))
  }),
  onCriterion((draw, criterion, drawn) => {
    const numbers = sightOf(drawn.world).numbers.map(({ id }) => id)
    switch (criterion.method) {
      case 'full':
        return
      case 'ratio':
        criterion.target = draw.pick([0.95, 2, draw.pick(numbers)])
        if (draw.chance(50)) criterion.zeroBelow = draw.int(1, 9) / 10
        return
      case 'attainment':
        criterion.direction = draw.pick(['>=', '<=', '=', 'c2'])
        if (draw.chance(50))
          criterion.overAchievement = draw.pick([
            { above: 1.3, effect: 'zero' },
            { above: 2, effect: 'explain', reason: 't1' },
          ])
        else delete criterion.overAchievement
        return
      case 'bands': {
        const band = draw.pick(criterion.bands)
        if (draw.chance(40)) return editList(draw, criterion.bands, (one) => ({ ...one, from: draw.int(0, 9) / 10 }), 1)
        const part = draw.pick(['points', 'from', 'above'] as const)
        if (part === 'points') return void (band.points = change(draw, band.points))
        band[part] = draw.int(0, 100) / 100
        if (part === 'above') band.pointsAtEnd = draw.int(1, 9)
        return
      }
      case 'steps':
        Object.assign(
          criterion,
          draw.pick([
            { points: change(draw, criterion.points) },
            { step: draw.pick([0.01, 0.02, 1, 3]) },
            { whole: draw.pick(['prorata', 'down', 'up']), side: draw.pick(['above', 'below']) },
          ]),
        )
        return
      case 'count':
        criterion.points = change(draw, criterion.points)
        if (draw.chance(50)) criterion.effect = draw.pick(['deduct', 'earn'])
        if (draw.chance(30)) criterion.max = draw.int(1, 9)
        return
      case 'checklist':
        if (draw.chance(50)) return editList(draw, criterion.items, (item) => ({ ...item, id: freshId(draw, 'i') }), 1)
        Object.assign(draw.pick(criterion.items), { points: draw.int(1, 9), label: `事项${draw.pick(SURNAMES)}` })
        return
      case 'level':
        if (draw.chance(50))
          return editList(draw, criterion.levels, (level) => ({ ...level, name: draw.pick(SURNAMES) }), 1)
        Object.assign(draw.pick(criterion.levels), { from: draw.int(0, 9) / 10 })
        return
      case 'cases':
        if (draw.chance(50)) editList(draw, criterion.cases, (one) => ({ ...one, points: draw.int(0, 9) }))
        criterion.otherwise = draw.int(0, 9)
    }
  }),
  (draw, ruleSet) => void moveOne(draw, ruleSet),
  (draw, ruleSet) => void moveOne(draw, ruleSet),
  (draw, ruleSet) => {
    const placed = draw.pick(nodesIn(ruleSet))
    if (placed.parent !== null || ruleSet.indicators.length > 1) takeOut(placed)
  },
  // a leaf or a copy of a whole block, under new ids
  (draw, ruleSet) => {
    const all = nodesIn(ruleSet)
    // the innermost blocks at most, so that many copies of copies stay small
    const small = all.filter(({ node }) => !node.children?.some(({ children }) => children))
    const copy = structuredClone(draw.pick(small).node)
    for (const { node } of nodesIn({ ...ruleSet, indicators: [copy] })) {
      node.id = freshId(draw, 'y')
      node.label = `新设${draw.pick(SURNAMES)}${draw.pick(SURNAMES)}`
    }
    putIn(
      draw,
      copy,
      draw.pick([ruleSet.indicators, ...all.flatMap(({ node }) => (node.children ? [node.children] : []))]),
    )
  },
  // a block between some siblings and their parent, or a block taken out from between
  (draw, ruleSet) => {
    const { list, node } = draw.pick(nodesIn(ruleSet))
    const at = list.indexOf(node)
    if (node.children && draw.chance(50)) list.splice(at, 1, ...node.children)
    else {
      const some = list.splice(at, draw.int(1, 3))
      list.splice(at, 0, {
        id: freshId(draw, 'y'),
        label: `归并${draw.pick(SURNAMES)}`,
        points: draw.int(1, 50),
        children: some,
      })
    }
  },
  // a leaf that becomes a block, and takes in another
  (draw, ruleSet) => {
    const all = nodesIn(ruleSet)
    const leaf = draw.pick(all).node
    if (leaf.children || ruleSet.indicators.length < 2) return
    const other = draw.pick(ruleSet.indicators.map((node) => ({ node, list: ruleSet.indicators, parent: null })))
    if (nodesIn({ ...ruleSet, indicators: [other.node] }).some(({ node }) => node === leaf)) return
    takeOut(other)
    for (const key of ['scoring', 'each', 'deductions', 'evidence', 'missing'] as const) delete leaf[key]
    leaf.children = [other.node]
  },
  (draw, ruleSet) => {
    const { node } = draw.pick(nodesIn(ruleSet))
    node.id = freshId(draw, 'x')
  },
  (draw, ruleSet) => {
    const at = draw.int(0, ruleSet.facts.length - 1)
    const [fact] = ruleSet.facts.splice(at, 1)
    if (fact && (named(fact) || draw.chance(60))) ruleSet.facts.splice(draw.int(0, ruleSet.facts.length), 0, fact)
  },
  (draw, ruleSet) => {
    const fact = structuredClone(draw.pick(ruleSet.facts))
    fact.id = freshId(draw, 'n')
    if (draw.chance(70)) fact.label = `新数据${draw.pick(SURNAMES)}${draw.pick(SURNAMES)}`
    ruleSet.facts.splice(draw.int(0, ruleSet.facts.length), 0, fact)
  },
  (draw, ruleSet) => {
    const fact = draw.pick(ruleSet.facts)
    const edits: ((fact: FactDefinition) => unknown)[] = [
      (one) => (one.label = `改名${draw.pick(SURNAMES)}${draw.pick(SURNAMES)}`),
      (one) => (one.display = draw.pick(['percent', 'number'])),
      (one) => (one.unit = draw.pick(['万元', '%', '个'])),
      (one) => (draw.chance(50) ? delete one.min : (one.min = draw.int(-5, 5))),
      (one) => (one.aliases = draw.shuffle(['别名甲', '别名乙', '别名丙']).slice(0, draw.int(0, 3))),
      (one) =>
        one.formula && (one.formula = draw.pick(['n1 / n2', 'n1 / n3', 'n1/n2', 'max(n1, n2) * 2', 'sum(l1.actual)'])),
      (one) => (one.required = draw.chance(50)),
      (one) =>
        one.fields &&
        editList(
          draw,
          one.fields,
          (field) => ({ ...field, id: freshId(draw, 'f'), label: `栏目新${draw.pick(SURNAMES)}` }),
          one.fields.length,
        ),
      (one) => !named(one) && (one.id = freshId(draw, 'n')),
      (one) =>
        one.cohort &&
        (one.cohort = { of: draw.pick(['n1', 'n2']), figure: draw.pick(['rank', 'size']), ties: 'dense' }),
    ]
    draw.pick(edits)(fact)
  },
  (draw, ruleSet) => {
    const grades = (ruleSet.grades ??= [{ name: '优', from: 90 }])
    if (draw.chance(50)) editList(draw, grades, (grade) => ({ ...grade, name: draw.pick(SURNAMES) }), 1)
    else draw.pick(grades).from = draw.int(0, 100)
  },
  (draw, ruleSet, drawn) => {
    const list = (ruleSet.overrides ??= [])
    if (list.length > 0 && draw.chance(60)) editList(draw, list, (rule) => ({ ...rule, name: freshId(draw, 'o') }))
    else
      list.push({
        name: freshId(draw, 'o'),
        conditions: drawGroup(draw, drawn.world, sightOf(drawn.world)),
        event: draw.pick([
          { type: 'multiply', params: { factor: 0.9, reason: '打折' } },
          { type: 'capGrade', params: { grade: '中', reason: '封顶' } },
          { type: 'zero', params: { reason: '记零' } },
          { type: 'add', params: { formula: 'n1 / 10', max: 100, reason: '加分' } },
        ]),
      })
    if (list.length === 0) delete ruleSet.overrides
  },
  (draw, ruleSet) => {
    const event = ruleSet.overrides?.[0]?.event
    if (event)
      Object.assign(
        event,
        draw.pick([
          { type: 'zero', params: { reason: '记零' } },
          { type: 'capPoints', params: { points: 80, reason: '封顶' } },
        ]),
      )
  },
  (draw, ruleSet) => {
    const findings = (ruleSet.findings ??= [])
    if (findings.length > 0 && draw.chance(60)) editList(draw, findings, (one) => ({ ...one, id: freshId(draw, 'g') }))
    else findings.push({ id: freshId(draw, 'g'), label: `发现${draw.pick(SURNAMES)}`, share: draw.int(0, 10) / 10 })
  },
  (draw, ruleSet, drawn) => {
    ruleSet.monitoring = draw.list(0, 3, (index) => ({
      name: `m${index}`,
      conditions: drawGroup(draw, drawn.world, sightOf(drawn.world)),
      event: { type: 'warn', params: { reason: `提醒${draw.pick(SURNAMES)}` } },
    }))
    ruleSet.checks = draw
      .shuffle(['C01', 'C02', 'C03'])
      .slice(0, draw.int(0, 3))
      .map((code) => ({ code, tolerance: draw.int(0, 3) }))
  },
  (draw, ruleSet) => {
    if (draw.chance(20)) delete ruleSet.provenance
    else
      ruleSet.provenance = {
        status: draw.pick(['confirmed', 'unverified']),
        documents: draw
          .shuffle(['甲文件', '乙文件', '丙文件'])
          .slice(0, draw.int(1, 3))
          .map((title) => ({ title, number: `〔${draw.int(1, 3)}〕号` })),
      }
    ruleSet.effective = { from: `202${draw.int(0, 9)}-01-01`, ...(draw.chance(50) ? { to: '2030-12-31' } : {}) }
  },
  (draw, ruleSet) => {
    ruleSet.title = `指标体系${draw.pick(SURNAMES)}`
    ruleSet.points = change(draw, ruleSet.points)
    ruleSet.subject = draw.pick(['department', 'project'])
    ruleSet.notApplicable = draw.pick(['rescale', 'full', 'zero'])
  },
]

/** A copy of the labelled rule set after `count` random changes. */
export function edited(draw: Draw, ruleSet: RuleSet, drawn: DrawnRuleSet, count: number): RuleSet {
  const copy = structuredClone(ruleSet)
  for (let step = 0; step < count; step += 1) draw.pick(EDITS)(draw, copy, drawn)
  return copy
}
