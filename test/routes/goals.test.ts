import { beforeEach, describe, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Assignment } from '../../server/forms/goals/breakdown.ts'
import type { Goals } from '../../server/http/goal-shapes.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import { createMemoryStore } from '../../server/storage/memory-store.ts'
import type { FormRow } from '../../server/storage/changes/forms.ts'
import type { Store } from '../../server/storage/store.ts'
import { addPerson, believing } from '../access/people.ts'
import { archiveText } from '../support/archive-text.ts'
import { rankedForm, setUp, type Setup } from './example.ts'

/** Two indicators of one rate, and a department's own ones of two kinds. */
const ruleSet: RuleSet = {
  ...rankedForm,
  id: 'shared',
  facts: [
    { id: 'rate', label: '执行率', type: 'number', by: 'unit' },
    { id: 'paid', label: '已付', type: 'number', by: 'unit' },
    {
      id: 'targets',
      label: '自设指标',
      type: 'list',
      by: 'unit',
      fields: [
        { id: 'id', type: 'text' },
        { id: 'name', label: '名称', type: 'text', required: true },
        { id: 'group', label: '类别', type: 'choice', options: ['产出', '效益'] },
        { id: 'direction', label: '方向', type: 'choice', options: ['>=', '<='] },
        { id: 'target', label: '指标值', type: 'number' },
        { id: 'unit', label: '单位', type: 'text' },
        { id: 'actual', label: '完成值', type: 'number' },
      ],
    },
  ],
  indicators: [
    {
      id: 'goals',
      label: '履职',
      points: 6,
      children: [ownTargets('output', '产出'), ownTargets('benefit', '效益')],
    },
    {
      id: 'money',
      label: '管理',
      points: 4,
      children: [
        {
          id: 'execution',
          label: '预算执行',
          points: 2,
          clause: '按执行率。',
          scoring: { method: 'ratio', value: 'rate' },
        },
        {
          id: 'balance',
          label: '均衡性',
          points: 2,
          clause: '按执行率和已付。',
          scoring: { method: 'ratio', value: 'rate', target: 'paid' },
        },
      ],
    },
  ],
}
function ownTargets(id: string, group: string): RuleSet['indicators'][number] {
  return {
    id,
    label: `${group}指标`,
    points: 3,
    clause: '按完成情况。',
    each: {
      list: 'targets',
      where: { all: [{ fact: 'group', operator: 'equal', value: group }] },
      points: 'even',
      label: 'name',
    },
    scoring: { method: 'attainment', actual: 'actual', target: 'target', direction: 'direction' },
  }
}

const ROWS = [
  { id: 'r1', name: '修路', group: '产出', direction: '>=', target: '12', unit: '公里', actual: '12' },
  { id: 'r2', name: '栽树', group: '产出', direction: '>=', target: '90', unit: '棵' },
  { id: 'r3', name: '满意', group: '效益', direction: '>=', target: '95', unit: '%' },
]
const ENTRIES = { facts: { rate: '0.9', targets: ROWS }, selfScores: {} }

let setup: Setup
let store: Store
beforeEach(async () => {
  store = createMemoryStore()
  await addPerson(store, 'unit', ['department'], ['unit-a'])
  await addPerson(store, 'roads', ['department'], ['unit-a'], '道路科')
  await addPerson(store, 'money', ['department'], ['unit-a'], '财务科')
  await addPerson(store, 'other', ['department'], ['unit-b'])
  await addPerson(store, 'bureau', ['reviewer'])
  setup = await setUp([ruleSet], { access: await believing(store) }, store)
})

async function ask<T = Goals>(method: string, path: string, body?: unknown, person = 'unit') {
  const isFile = Buffer.isBuffer(body)
  const response = await setup.app.request(`/api/forms${path}`, {
    method,
    headers: { 'x-person': person, ...(body !== undefined && !isFile && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
  })
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false
  const json: unknown = await response.json()
  const problem = isProblem ? problemSchema.parse(json) : null
  return { status: response.status, code: problem?.code ?? null, said: problem?.detail ?? '', value: json as T }
}

const ID = '/unit-a-2024'
const give = (item: string, office: string, more: Partial<Assignment> = {}): Assignment => ({
  item,
  office,
  person: '',
  due: null,
  target: '',
  ...more,
})
const PLAN = [
  give('output', '道路科', { person: '张三', due: '2020-01-31' }),
  give('output/r2', '园林所'),
  give('balance', '财务科'),
]
const assign = (revision: number, assignments: readonly Assignment[]) =>
  ask('PUT', `${ID}/goals`, { revision, assignments })
const save = (revision: number, entries: object, person = 'unit') =>
  ask<FormRow>('PUT', ID, { revision, entries }, person)

/** Filled in a little, and given to three offices. */
async function brokenDown(): Promise<Goals> {
  await ask('POST', '', { unit: 'unit-a', year: 2024, ruleSet: 'shared@2024-01-01' })
  expect((await save(1, ENTRIES)).status).toBe(200)
  const given = await assign(0, PLAN)
  expect(given.status).toBe(200)
  return given.value
}
const withRow = (id: string, change: object) => ({
  ...ENTRIES,
  facts: { ...ENTRIES.facts, targets: ROWS.map((row) => (row.id === id ? { ...row, ...change } : row)) },
})

describe('goals broken down', () => {
  test('have every indicator with its rows, its office, its day and how far it is', async () => {
    const goals = await brokenDown()
    expect(goals.items.map(({ id, office, counts }) => [id, office, counts])).toEqual([
      ['output', '道路科', false],
      ['output/r1', '道路科', true],
      ['output/r2', '园林所', true],
      ['benefit', null, false],
      ['benefit/r3', null, true],
      ['execution', null, true],
      ['balance', '财务科', true],
    ])
    expect(goals.items[1]).toMatchObject({ label: '修路', goal: '≥12公里', person: '张三', due: '2020-01-31' })
    // r1 has what its scoring reads; r2 and r3 have no actual value
    expect(goals.items.map(({ filled, all }) => [filled, all])).toEqual([
      [0, 0],
      [1, 1],
      [0, 1],
      [0, 0],
      [0, 1],
      [0, 0],
      [1, 2],
    ])
    expect(goals.total).toEqual({ items: 5, done: 0, overdue: 1, filled: 2, all: 5 })
    expect(goals.blocks.map(({ label, items }) => [label, items])).toEqual([
      ['履职', 3],
      ['管理', 2],
    ])
    expect(goals.parts.map(({ office, count }) => [office, count])).toEqual([
      ['道路科', 1],
      ['园林所', 1],
      ['财务科', 1],
    ])
  })

  test('a fact is the office’s whose indicator, of those assigned, is the first to read it', async () => {
    expect((await brokenDown()).facts).toEqual({ rate: '财务科', paid: '财务科' })
    const both = await assign(1, [...PLAN, give('execution', '国库科')])
    expect(both.value.facts).toEqual({ rate: '国库科', paid: '财务科' })
  })

  test('of two windows the second one is told, and nothing is overwritten', async () => {
    await brokenDown()
    const second = await assign(0, [])
    expect([second.status, second.code]).toEqual([409, 'goals_changed'])
    expect((await ask('GET', `${ID}/goals`)).value.revision).toBe(1)
  })

  test('what was given of a row that is gone goes with it, and names are written one way', async () => {
    await brokenDown()
    const again = await assign(1, [give('output/r9', '道路科'), give('execution', '  国库  科 ')])
    expect(again.value.parts.map(({ office }) => office)).toEqual(['国库 科'])
    expect((await assign(2, [give('execution', '  ')])).status).toBe(422)
  })
})

describe('whoever fills in one office’s part', () => {
  test('writes the rows and facts that are theirs, and no others, with a sentence', async () => {
    await brokenDown()
    expect((await save(2, withRow('r1', { actual: '11' }), 'roads')).status).toBe(200)
    for (const [change, whose] of [
      [withRow('r2', { actual: '11' }), '园林所'],
      [withRow('r3', { actual: '11' }), '没有分给哪个科室'],
      [
        { ...withRow('r1', { actual: '11' }), facts: { ...withRow('r1', { actual: '11' }).facts, rate: '1' } },
        '财务科',
      ],
      [{ ...withRow('r1', { actual: '11' }), selfScores: { balance: { points: '2' } } }, '财务科'],
      [{ ...withRow('r1', { actual: '11' }), texts: { 一: '二' } }, '牵头填报员'],
    ] as const) {
      const refused = await save(3, change, 'roads')
      expect([refused.status, refused.code]).toEqual([403, 'not_own_part'])
      expect(refused.said).toContain(whose)
    }
    const both = { ...withRow('r1', { actual: '11' }), facts: { ...withRow('r1', { actual: '11' }).facts, paid: '8' } }
    expect((await save(3, both, 'money')).status).toBe(200)
    expect((await save(4, { ...both, selfScores: { balance: { points: '2' } } }, 'money')).status).toBe(200)
  })

  test('adds rows to their own indicator and takes their own away, and nobody else’s', async () => {
    await brokenDown()
    const rows = (targets: object[]) => ({ ...ENTRIES, facts: { ...ENTRIES.facts, targets } })
    const added = { id: 'r4', name: '架桥', group: '产出' }
    expect((await save(2, rows([...ROWS, added]), 'roads')).status).toBe(200)
    expect((await save(3, rows(ROWS.slice(1)), 'roads')).status).toBe(200)
    for (const kept of [[ROWS[1]!], [ROWS[2]!], []])
      expect((await save(4, rows(kept), 'roads')).code).toBe('not_own_part')
    const theirs = { id: 'r5', name: '增收', group: '效益' }
    expect((await save(4, rows([...ROWS.slice(1), theirs]), 'roads')).code).toBe('not_own_part')
  })

  test('is told that somebody saved meanwhile, and not blamed for what they changed', async () => {
    await brokenDown()
    await save(2, { ...ENTRIES, facts: { ...ENTRIES.facts, rate: '0.8' } })
    expect((await save(2, withRow('r1', { actual: '11' }), 'roads')).code).toBe('form_changed')
  })

  test('shows for their own indicators only', async () => {
    await brokenDown()
    const attach = (indicator: string, person: string) =>
      ask('POST', `${ID}/files?indicator=${indicator}&name=a.pdf`, Buffer.from('%PDF-1.4 a'), person)
    expect((await attach('output', 'roads')).status).toBe(200)
    const refused = await attach('balance', 'roads')
    expect([refused.status, refused.code]).toEqual([403, 'not_own_part'])
    expect(refused.said).toContain('“均衡性”由“财务科”负责')
    const files = (await store.find('forms', 'unit-a-2024'))!.files
    const away = await ask('DELETE', `${ID}/files/${files[0]!.hash}?indicator=output`, undefined, 'money')
    expect(away.code).toBe('not_own_part')
  })

  test('neither hands in nor assigns, whatever the form', async () => {
    await brokenDown()
    for (const [method, path] of [
      ['POST', `${ID}/submission`],
      ['POST', `${ID}/withdrawal`],
      ['PUT', `${ID}/goals`],
    ] as const) {
      const refused = await ask(method, path, { revision: 2 }, 'roads')
      expect([refused.status, refused.code]).toEqual([403, 'office_only'])
      expect(refused.said).toContain('道路科')
    }
  })

  test('has nothing to write in a form that was not broken down', async () => {
    await ask('POST', '', { unit: 'unit-a', year: 2024, ruleSet: 'shared@2024-01-01' })
    const refused = await save(1, ENTRIES, 'roads')
    expect([refused.code, refused.said]).toEqual(['not_own_part', expect.stringContaining('还没有分给它的指标')])
  })
})

describe('a part', () => {
  const finish = (office: string, person: string) =>
    ask('POST', `${ID}/goals/completion`, { revision: 1, office }, person)

  test('is finished by its office, and no longer when something of it is changed', async () => {
    await brokenDown()
    expect((await finish('财务科', 'roads')).code).toBe('not_own_part')
    const done = await finish('道路科', 'roads')
    expect(done.value.total).toMatchObject({ done: 1, overdue: 0 })
    expect(done.value.parts[0]).toMatchObject({ office: '道路科', done: { actor: 'roads' } })
    // what is another office's leaves it finished
    await save(2, withRow('r2', { actual: '80' }))
    expect((await ask('GET', `${ID}/goals`)).value.parts[0]!.done).not.toBeNull()
    await save(3, withRow('r1', { actual: '10' }))
    const after = (await ask('GET', `${ID}/goals`)).value
    expect(after.parts[0]!.done).toBeNull()
  })

  test('is sent back with a remark, which stays until it is finished again', async () => {
    await brokenDown()
    await finish('道路科', 'roads')
    const body = { office: '道路科', remark: '完成值与台账不符' }
    const back = await ask('POST', `${ID}/goals/reopening`, body)
    expect(back.value.parts[0]).toMatchObject({ done: null, reopened: { actor: 'unit', remark: body.remark } })
    expect((await ask('POST', `${ID}/goals/reopening`, body)).status).toBe(409)
    expect((await finish('道路科', 'roads')).value.parts[0]!.reopened).toBeNull()
    expect((await finish('没有科', 'unit')).status).toBe(404)
  })

  test('is in progress again when it is given more', async () => {
    await brokenDown()
    await finish('财务科', 'money')
    const more = await assign(1, [...PLAN, give('execution', '财务科')])
    expect(more.value.parts.find(({ office }) => office === '财务科')).toMatchObject({ done: null, count: 2 })
  })

  test('stays as it is once the form is handed in', async () => {
    await brokenDown()
    expect((await ask('POST', `${ID}/submission`, { revision: 2 })).status).toBe(200)
    expect((await finish('道路科', 'roads')).code).toBe('form_submitted')
    expect((await assign(1, [])).code).toBe('form_submitted')
  })
})

test('the bureau sees who is how far, and of what was not handed in no row and no figure', async () => {
  await brokenDown()
  const seen = await ask('GET', `${ID}/goals`, undefined, 'bureau')
  expect(seen.value.parts.map(({ office, count }) => [office, count])).toEqual([
    ['道路科', 1],
    ['园林所', 1],
    ['财务科', 1],
  ])
  expect(JSON.stringify(seen.value)).not.toMatch(/修路|栽树|公里/)
  const none = await ask('GET', `${ID}/goals`, undefined, 'other')
  expect(none.status).toBe(404)
})

test('an earlier year’s breakdown is taken over where an indicator goes on', async () => {
  await ask('POST', '', { unit: 'unit-a', year: 2025, ruleSet: 'shared@2024-01-01' })
  const copy = () => ask('POST', '/unit-a-2025/goals/copy', { revision: 0 })
  expect((await copy()).code).toBe('nothing_earlier')
  await brokenDown()
  const rows = [{ id: 'x', name: '栽树', group: '产出' }]
  await ask('PUT', '/unit-a-2025', { revision: 1, entries: { facts: { targets: rows }, selfScores: {} } })
  const copied = await copy()
  expect(copied.value.items.map(({ id, office, person, due }) => [id, office, person, due])).toEqual([
    ['output', '道路科', '张三', null],
    ['output/x', '园林所', '', null],
    ['benefit', null, '', null],
    ['execution', null, '', null],
    ['balance', '财务科', '', null],
  ])
})

test('the table to print has who answers for what, and every office', async () => {
  await brokenDown()
  const response = await setup.app.request(`/api/forms${ID}/goals/workbook`, { headers: { 'x-person': 'unit' } })
  expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('目标分解表.xlsx'))
  const text = await archiveText(Buffer.from(await response.arrayBuffer()))
  for (const said of [
    '一级指标',
    '责任科室（单位）',
    '≥12公里',
    '张三',
    '2020-01-31',
    '（未分解）',
    '园林所',
    '逾期，数据 1/1',
  ])
    expect(text).toContain(said)
})

test('the journal says who did what', async () => {
  await brokenDown()
  await ask('POST', `${ID}/goals/completion`, { revision: 1, office: '道路科' }, 'roads')
  const { entries } = await store.history({ limit: 3 })
  expect(entries.map(({ actor, action }) => [actor, action])).toContainEqual(['roads', 'finishPart'])
  expect((await store.find('accounts', 'roads'))?.office).toBe('道路科')
})
