import { referencesOf } from '../formula/expression.ts'
import { parseFormula } from '../formula/parse.ts'
import type { FactDefinition, FieldDefinition } from '../rule-set.ts'
import type { CheckContext } from './context.ts'

/**
 * Names a circle of formulas, if there is one: a → b → a. Formulas of a list's rows are computed together, so the list stands
 * in the circle as one; inside it, fields may read each other, but not in a circle.
 */
export function checkCycles(context: CheckContext): void {
  const { facts } = context.ruleSet
  reportCycle(formGraph(facts), (id) => ['facts', facts.findIndex((fact) => fact.id === id)], context)
  facts.forEach((fact, index) => {
    const fields = fact.fields ?? []
    const at = (id: string): PropertyKey[] => ['facts', index, 'fields', fields.findIndex((field) => field.id === id)]
    reportCycle(rowGraph(fields), at, context)
  })
}

type Graph = ReadonlyMap<string, readonly string[]>

function formGraph(facts: readonly FactDefinition[]): Graph {
  return new Map(
    facts.map((fact) => {
      const fields = new Set(fact.fields?.map((field) => field.id))
      const inRows = (fact.fields ?? []).flatMap(readsOf).filter((id) => !fields.has(id))
      const cohort = fact.cohort ? [fact.cohort.of, ...(fact.cohort.by === undefined ? [] : [fact.cohort.by])] : []
      return [fact.id, [...readsOf(fact), ...cohort, ...inRows]]
    }),
  )
}

function rowGraph(fields: readonly FieldDefinition[]): Graph {
  return new Map(fields.map((field) => [field.id, readsOf(field)]))
}

function readsOf(definition: FactDefinition | FieldDefinition): string[] {
  const formula = definition.formula === undefined ? null : parseFormula(definition.formula)
  if (!formula?.ok) return []
  const { facts, lists } = referencesOf(formula.value)
  return [...facts, ...lists]
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
