import type { Comparison, Condition, RuleSet } from '../../server/core/rule-set.ts'
import { OPERATORS } from '../../server/core/rule-set.ts'
import type { Cell, FactInput, Row, Submission } from '../../server/core/submission.ts'
import type { Draw } from '../support/draw.ts'

/**
 * Rule sets of conditions alone: every operator on values of every type and state, fitting or not, nested any, all and
 * not, on the form and on rows. Points do not matter here, what the two judges say does.
 */
const NUMBERS = [0, 1, -1, 0.1, 0.2, 0.3, 0.1 + 0.2, 0.30000001, 9, 10, 1e21, 1e-7, 9007199254740991, 9007199254740992]
const TEXTS = ['甲', '乙', '丙', '9', '10', 'true', '2024-06-01', '2024-06-02', '2024-02-29', '2023-02-29', '2024-6-1']
const MEMBERS: readonly (readonly string[])[] = [['甲'], ['甲', '乙'], ['2024-06-01'], []]

const FACTS = ['a', 'b', 'c', 'd', 'e'] as const
const FIELDS = ['p', 'q', 'r'] as const
/** A number by declaration: anything else in it is a fault. */
const DECLARED = 'n'

const scalar = (draw: Draw): number | boolean | string => {
  const kind = draw.int(0, 4)
  return kind < 2 ? draw.pick(NUMBERS) : kind < 4 ? draw.pick(TEXTS) : draw.pick([true, false])
}

/** Members of one type in most cases. */
function scalars(draw: Draw): (number | boolean | string)[] {
  const kind = draw.int(0, 3)
  const one = kind === 0 ? () => scalar(draw) : kind < 3 ? () => draw.pick(TEXTS) : () => draw.pick(NUMBERS)
  return draw.list(1, 4, one)
}

function comparison(draw: Draw, names: readonly string[]): Comparison {
  const operator = draw.pick(OPERATORS)
  const among = operator === 'in' || operator === 'notIn'
  const value = draw.chance(25) ? { fact: draw.pick(names) } : among ? scalars(draw) : scalar(draw)
  return { fact: draw.pick(names), operator, value }
}

function condition(draw: Draw, names: readonly string[], depth: number): Condition {
  if (depth === 0 || draw.chance(30)) return comparison(draw, names)
  const inner = (): Condition => condition(draw, names, depth - 1)
  const kind = draw.int(0, 2)
  if (kind === 0) return { not: inner() }
  const members = draw.list(1, 4, inner)
  return kind === 1 ? { all: members } : { any: members }
}

/** Draws a rule set of conditions on the form and on the rows of a list. */
export function drawFreeRuleSet(draw: Draw): RuleSet {
  const cases = (names: readonly string[]) =>
    draw.list(1, 4, () => ({ when: condition(draw, names, draw.int(0, 5)), points: draw.int(0, 5) }))
  const names = [...FACTS, DECLARED]
  return {
    points: 10,
    decimals: 0,
    grades: [],
    facts: [
      { id: DECLARED, type: 'number' },
      { id: 'rows', type: 'list', fields: FIELDS.map((id) => ({ id })) },
    ],
    indicators: [
      { id: 'form', points: 5, scoring: { method: 'cases', cases: cases(names), otherwise: 0 } },
      {
        id: 'each',
        points: 5,
        each: { list: 'rows', where: condition(draw, [...FIELDS, ...names], 1), points: 'even' },
        scoring: { method: 'cases', cases: cases([...FIELDS, 'a', 'b']), otherwise: 0 },
      },
    ],
  }
}

const STATES: readonly Cell[] = [
  null,
  { state: 'missing', reason: '未统计' },
  { state: 'pending' },
  { state: 'notApplicable', reason: '无此事项' },
]

function cell(draw: Draw, aims: readonly Cell[]): Cell {
  const kind = draw.int(0, 9)
  if (kind < 2) return draw.pick(STATES)
  if (kind < 3) return draw.pick(MEMBERS) as Cell
  return kind < 8 && aims.length > 0 ? draw.pick(aims) : scalar(draw)
}

/** What is compared with somewhere in a document: every constant of a `value`. */
function constantsOf(document: unknown): Cell[] {
  if (typeof document !== 'object' || document === null) return []
  return Object.entries(document).flatMap(([key, inner]): Cell[] => {
    if (key === 'value' && typeof inner !== 'object') return [inner as Cell]
    if (key === 'value' && Array.isArray(inner)) return inner as Cell[]
    return constantsOf(inner)
  })
}

/** Draws forms for such a rule set, most of their values among what it compares with. */
export function freeForms(draw: Draw, ruleSet: RuleSet, count: number): Submission[] {
  const aims = constantsOf(ruleSet.indicators)
  return Array.from({ length: count }, () => {
    const facts: Record<string, FactInput> = {}
    for (const id of FACTS) facts[id] = cell(draw, aims)
    facts[DECLARED] = draw.chance(70) ? draw.pick(NUMBERS) : cell(draw, aims)
    const row = (): Row => Object.fromEntries(FIELDS.map((id) => [id, cell(draw, aims)]))
    facts['rows'] = draw.chance(90) ? draw.list(0, 3, row) : (draw.pick(STATES) as FactInput)
    return { id: 's', name: '单位', subject: 'department', year: 2024, facts }
  })
}
