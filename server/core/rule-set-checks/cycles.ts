import { referencesOf } from '../formula/expression.ts'
import { parseFormula } from '../formula/parse.ts'
import type { FactDefinition, FieldDefinition } from '../rule-set.ts'
import type { CheckContext } from './context.ts'

/** Names a circle of formulas, if there is one: a → b → a; a column of a list stands in it as `list.column`. */
export function checkCycles(context: CheckContext): void {
  const { facts } = context.ruleSet
  const places = new Map<string, PropertyKey[]>()
  facts.forEach((fact, index) => {
    places.set(fact.id, ['facts', index])
    fact.fields?.forEach((field, column) => places.set(`${fact.id}.${field.id}`, ['facts', index, 'fields', column]))
  })
  reportCycle(graphOf(facts), (id) => places.get(id) ?? ['facts'], context)
}

type Graph = ReadonlyMap<string, readonly string[]>

function graphOf(facts: readonly FactDefinition[]): Graph {
  const graph = new Map<string, readonly string[]>()
  for (const fact of facts) {
    const cohort = fact.cohort ? [fact.cohort.of, ...(fact.cohort.by === undefined ? [] : [fact.cohort.by])] : []
    graph.set(fact.id, [...readsOf(fact, null), ...cohort])
    for (const field of fact.fields ?? []) graph.set(`${fact.id}.${field.id}`, readsOf(field, fact))
  }
  return graph
}

function readsOf(definition: FactDefinition | FieldDefinition, list: FactDefinition | null): string[] {
  const formula = definition.formula === undefined ? null : parseFormula(definition.formula)
  if (!formula?.ok) return []
  const { facts, fields } = referencesOf(formula.value)
  const own = new Set(list?.fields?.map(({ id }) => id))
  return [
    ...[...facts].map((id) => (list && own.has(id) ? `${list.id}.${id}` : id)),
    ...fields.map((one) => `${one.list}.${one.field}`),
  ]
}

function reportCycle(graph: Graph, pathOf: (id: string) => PropertyKey[], context: CheckContext): void {
  const cycle = findCycle(graph)
  if (!cycle) return
  const message = `公式互相引用成圈：${cycle.join(' → ')}，请改掉其中一个。`
  context.fault(pathOf(cycle[0] ?? ''), 'formula_cycle', message)
}

/** The first circle, without recursion: what reads nothing left is taken away until only circles, or nothing, remain. */
function findCycle(graph: Graph): string[] | null {
  const waiting = new Map([...graph].map(([id, reads]) => [id, new Set(reads.filter((name) => graph.has(name)))]))
  const readers = new Map<string, string[]>()
  for (const [id, reads] of waiting) for (const name of reads) readers.set(name, [...(readers.get(name) ?? []), id])
  const free = [...waiting].filter(([, reads]) => reads.size === 0).map(([id]) => id)
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    waiting.delete(id)
    for (const reader of readers.get(id) ?? []) {
      const reads = waiting.get(reader)
      if (reads?.delete(id) && reads.size === 0) free.push(reader)
    }
  }
  const walk: string[] = []
  let [id] = waiting.keys()
  while (id !== undefined && !walk.includes(id)) {
    walk.push(id)
    id = [...(waiting.get(id) ?? [])][0]
  }
  return id === undefined ? null : [...walk.slice(walk.indexOf(id)), id]
}
