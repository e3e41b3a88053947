import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseRuleSet } from '../server/core/parse-rule-set.ts'
import type { RuleSet } from '../server/core/rule-set.ts'
import { createPerform } from '../server/evaluation/perform.ts'
import { generateDistrict } from '../server/sample/district.ts'
import { EDITS, type WhatIfFigure } from './what-if.ts'

const RULES = 'rules/guangdong-department.2024-01-01.json'
/** So many edits go by until the machine code of all that an edit goes through is as good as it gets. */
const WARMING = 150
/** … and so many a process that has just begun needs for what is told of its beginning. */
const BEGINNING = 100

/**
 * Milliseconds of the job alone, as the evaluating process does it: from the edited rule set as JSON text to the answer
 * as JSON text (read, checked, compiled, judged, added up, compared), without HTTP and without other processes.
 */
export async function measureJob(root: string, departments: number, rounds: number): Promise<WhatIfFigure[]> {
  const stored = parseRuleSet(JSON.parse(readFileSync(join(root, RULES), 'utf8')))
  if (!stored.ok) throw new Error(`${RULES} cannot be read`)
  const submissions = generateDistrict({ seed: 20_240_406, departments, projects: 0 })
  const hashes = submissions.map((_, index) => `submission ${index}`)
  const materials = new Map<string, unknown>([
    ['before', stored.value],
    ['all', hashes],
    ...submissions.map((submission, index): [string, unknown] => [hashes[index] ?? '', submission]),
  ])
  const perform = createPerform()
  const ask = async (edited: RuleSet): Promise<number> => {
    const text = JSON.stringify(edited)
    const start = performance.now()
    const input = { edited: JSON.parse(text) as unknown, before: 'before', population: 'all', gradings: [] }
    const answer = await perform('effect', input, materials)
    if (!answer.ok) throw new Error(JSON.stringify(answer.issues))
    JSON.stringify(answer)
    return performance.now() - start
  }
  await ask(stored.value)
  const figures: WhatIfFigure[] = []
  const tell = (what: WhatIfFigure['what'], times: readonly number[]): void => {
    const sorted = [...times].sort((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? NaN
    figures.push({ departments, what, rounds: sorted.length, least: sorted[0] ?? NaN, median })
  }
  for (const [edit, change] of EDITS) {
    const times: number[] = []
    for (let round = 0; round < rounds + WARMING; round++) times.push(await ask(change(stored.value, round + 1)))
    if (figures.length === 0) tell('job: beginning', times.slice(0, BEGINNING))
    tell(`job: ${edit}`, times.slice(WARMING))
  }
  return figures
}
