import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileRuleSet } from '../server/core/compile.ts'
import type { GradedNode, Grading, Line } from '../server/core/grading.ts'
import { parseRuleSet } from '../server/core/parse-rule-set.ts'
import { parseSubmission } from '../server/core/parse-submission.ts'
import type { RuleSet } from '../server/core/rule-set.ts'
import type { Submission } from '../server/core/submission.ts'

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

function readRuleSet(file: string): RuleSet {
  const result = parseRuleSet(readJson(file))
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}

function readSubmission(file: string, ruleSet: RuleSet): Submission {
  const result = parseSubmission(readJson(file), ruleSet)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}

function nodeOf(grading: Grading, id: string): GradedNode {
  const search = (nodes: readonly GradedNode[]): GradedNode | undefined => {
    for (const node of nodes) {
      const found = node.id === id ? node : search(node.children)
      if (found) return found
    }
    return undefined
  }
  const node = search(grading.indicators)
  if (!node) throw new Error(`no node ${id}`)
  return node
}

const linesOf = (nodes: readonly GradedNode[]): (Line & { node: string })[] =>
  nodes.flatMap((node) => [...node.lines.map((line) => ({ ...line, node: node.id })), ...linesOf(node.children)])

describe('the founding department', () => {
  const ruleSet = readRuleSet('rules/guangdong-department.2024-01-01.json')
  const grader = compileRuleSet(ruleSet)
  const submission = readSubmission('fixtures/huadu-zhengfawei-2024.json', ruleSet)
  const grading = grader.grade(submission)

  test('has 99 = 50 + 49 and 优, as it says itself', () => {
    expect(grading).toMatchObject({ status: 'final', points: 99, fullPoints: 100, grade: '优' })
    expect(grading.indicators.map(({ label, awarded }) => [label, awarded])).toEqual([
      ['履职效能', 50],
      ['管理效率', 49],
    ])
    expect(submission.selfScores).toMatchObject({ performance: { points: 50 }, management: { points: 49 } })
  })

  test('loses its one point in one line that explains itself', () => {
    const lines = linesOf(grading.indicators)
    expect(lines).toHaveLength(1)
    const [line] = lines
    expect(line).toMatchObject({ node: 'resultsUse', effect: 'deduct', points: -1 })
    expect(line?.rule).toContain('resultsUse')
    expect(line?.clause).toMatch(/^（未经核实）未按要求反馈或整改的扣分/)
    expect(line?.reason).toContain('是否已整改到位为“否”')
    expect(line?.calculation).not.toBeNull()
    expect(line?.values).toContainEqual(
      expect.objectContaining({ fact: 'reviewIssues[0].rectified', source: 'assumed' }),
    )
    expect(line?.remedy).toMatchObject({ path: 'facts.reviewIssues[0].rectified', to: true, gain: 1 })
  })

  test('has 100 once the assumed fact that costs the point is removed, or the other way round', () => {
    const without = { ...submission.facts, reviewIssues: [] }
    const mended = { ...submission.facts, reviewIssues: [{ id: 'r1', name: '问题', rectified: true }] }
    for (const facts of [without, mended])
      expect(grader.grade({ ...submission, facts })).toMatchObject({ status: 'final', points: 100, grade: '优' })
  })

  test('is judged alike by the reference judge', async () => {
    expect(await grader.confirm(submission)).toMatchObject({ agreed: true, differences: [] })
  })

  test('calls assumed whatever its document does not state', () => {
    const { facts } = submission
    const stated = { initialBudget: 2936.68, adjustedBudget: 2781.82, spent: 2781.82, hasSpecialFunds: true }
    expect(facts).toMatchObject(stated)
    const given = [
      'targets',
      'specialProjects',
      'contracts',
      'reviewedLastYear',
      'rectificationReported',
      'reviewIssues',
    ]
    const others = Object.entries(facts).filter(([id]) => !(id in stated) && !given.includes(id))
    expect(others.length).toBeGreaterThan(30)
    for (const [, value] of others)
      expect(value).toMatchObject({ source: 'assumed', note: expect.any(String) as string })
  })
})

describe.each(['huadu-jiceng-zhili-2024', 'huadu-wanggehua-2024'])('%s', (id) => {
  test('has 100 and 优', async () => {
    const ruleSet = readRuleSet('rules/mof-project.2024-01-01.json')
    const grader = compileRuleSet(ruleSet)
    const submission = readSubmission(`fixtures/${id}.json`, ruleSet)
    expect(grader.grade(submission)).toMatchObject({ status: 'final', points: 100, grade: '优' })
    expect(await grader.confirm(submission)).toMatchObject({ agreed: true })
  })
})

/** What a case's `expected.json` says: our total, and our points beside the printed ones, null where we give none. */
interface Expected {
  status: Grading['status']
  points: number | null
  range: [number, number] | null
  grade: string | null
  perIndicator: Record<string, { ours: number | null; status?: GradedNode['status']; printed: number }>
  notes: string[]
}

describe.each(readdirSync('fixtures/cases'))('published case %s', (name) => {
  const folder = `fixtures/cases/${name}`
  const ruleSet = readRuleSet(`${folder}/rule-set.json`)
  const grader = compileRuleSet(ruleSet)
  const submission = readSubmission(`${folder}/submission.json`, ruleSet)
  const expected = readJson(`${folder}/expected.json`) as Expected
  const grading = grader.grade(submission)

  test('gives the expected total', () => {
    const { status, points, range, grade } = expected
    expect(grading).toMatchObject({ status, points, range, grade })
  })

  test('gives the expected points at every indicator', () => {
    const entries = Object.entries(expected.perIndicator)
    const ours = entries.map(([id]) => [id, nodeOf(grading, id).awarded, nodeOf(grading, id).status])
    expect(ours).toEqual(entries.map(([id, { ours: points, status = 'graded' }]) => [id, points, status]))
  })

  test('explains every difference from the printed points', () => {
    const differing = Object.entries(expected.perIndicator).filter(([, { ours, printed }]) => ours !== printed)
    const unexplained = differing.filter(([id]) => !expected.notes.some((note) => explains(note, id, grading)))
    expect(unexplained).toEqual([])
  })

  test('is judged alike by the reference judge', async () => {
    expect(await grader.confirm(submission)).toMatchObject({ agreed: true })
  })
})

/** Whether a note is on an indicator, on one of its rows, or on the block a row stands in. */
function explains(note: string, id: string, grading: Grading): boolean {
  const rows = nodeOf(grading, id).children.map((row) => row.id)
  return [id, ...rows, id.split('/')[0] ?? id].some((subject) => note.startsWith(`${subject} `))
}
