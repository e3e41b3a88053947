import { beforeEach, describe, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { problemSchema } from '../../server/http/shapes.ts'
import { createMemoryStore } from '../../server/storage/memory-store.ts'
import type { FormRow } from '../../server/storage/changes/forms.ts'
import type { Store } from '../../server/storage/store.ts'
import { addPerson, believing } from '../access/people.ts'
import { rankedForm, setUp, type Setup } from './example.ts'

/** Six points for a rate that must be shown, four the bureau gives. */
const ruleSet: RuleSet = {
  ...rankedForm,
  id: 'filled',
  facts: [
    { id: 'rate', label: '执行率', type: 'number', decimals: 4, min: 0, max: 2, by: 'unit', required: true },
    { id: 'rating', label: '质量评分', type: 'number', min: 0, max: 10, by: 'bureau' },
    {
      id: 'tasks',
      label: '任务',
      type: 'list',
      by: 'unit',
      fields: [
        { id: 'id', label: '编号', type: 'text' },
        { id: 'name', label: '名称', type: 'text' },
        { id: 'done', label: '完成数', type: 'number' },
      ],
    },
  ],
  indicators: [
    {
      id: 'execution',
      label: '预算执行',
      points: 6,
      clause: '按执行率得分，须有佐证。',
      scoring: { method: 'ratio', value: 'rate' },
      evidence: { required: true, without: 'zero' },
    },
    {
      id: 'quality',
      label: '质量',
      points: 4,
      clause: '按质量评分得分。',
      scoring: { method: 'ratio', value: 'rating', target: 10 },
    },
  ],
}

const PDF = Buffer.from('%PDF-1.4\n证据\n%%EOF')
let setup: Setup
let store: Store
beforeEach(async () => {
  store = createMemoryStore()
  await addPerson(store, 'unit', ['department'], ['unit-a'])
  await addPerson(store, 'bureau', ['reviewer'])
  await addPerson(store, 'rules', ['ruleAdministrator'])
  setup = await setUp([ruleSet], { access: await believing(store) }, store)
})

async function ask<T = FormRow>(method: string, path: string, body?: unknown, person = 'unit') {
  const isFile = Buffer.isBuffer(body)
  const response = await setup.app.request(`/api/forms${path}`, {
    method,
    headers: { 'x-person': person, ...(body !== undefined && !isFile && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false
  return {
    response,
    status: response.status,
    problem: isProblem ? problemSchema.parse(JSON.parse(text)) : null,
    value: (isProblem || text === '' || method === 'FILE' ? null : tryJson(text)) as T,
  }
}
const tryJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const begin = () => ask('POST', '', { unit: 'unit-a', year: 2024, ruleSet: 'filled@2024-01-01' })
const ID = '/unit-a-2024'
const entries = (rate: string) => ({
  facts: {
    rate,
    tasks: [
      { id: 'r1', name: '修路', done: '3' },
      { id: 'r2', name: '', done: '' },
    ],
  },
  selfScores: { execution: { points: '5.5', reason: '第四季度支付较慢' } },
})
const save = (revision: number, rate: string) => ask('PUT', ID, { revision, entries: entries(rate) })
const attach = () => ask('POST', `${ID}/files?indicator=execution&name=${encodeURIComponent('凭证.html')}`, PDF)
const submit = (revision: number) => ask('POST', `${ID}/submission`, { revision })

/** Filled in and handed in once. */
async function handedIn(): Promise<void> {
  await begin()
  await save(1, '0.9')
  await attach()
  expect((await submit(2)).status).toBe(200)
}

describe('a form', () => {
  test('is begun once, and holds whatever is typed', async () => {
    const first = await begin()
    expect([first.status, first.value.id, first.value.revision]).toEqual([200, 'unit-a-2024', 1])
    expect((await begin()).value).toEqual(first.value)
    expect((await save(1, '约九成')).value.revision).toBe(2)
    const opened = await ask<{ entries: object }>('GET', ID)
    expect(opened.value.entries).toEqual(entries('约九成'))
  })

  test('tells what cannot be read at its place, and what the rest comes to', async () => {
    await begin()
    const asked = { entries: { ...entries('约九成'), facts: { rate: '约九成', tasks: [{ id: 'r1', done: '许多' }] } } }
    const preview = await ask<Record<string, unknown>>('POST', `${ID}/preview`, asked)
    expect(preview.value).toMatchObject({ status: 'provisional', points: null, selfPoints: 5.5 })
    expect(preview.value['issues']).toEqual([
      expect.objectContaining({ path: 'facts.rate', code: expect.any(String) }),
      expect.objectContaining({ path: 'facts.tasks[0].done' }),
    ])
    const good = await ask<{ nodes: { id: string }[] }>('POST', `${ID}/preview`, { entries: entries('0.9') })
    // six points of 0.9, lost for want of evidence
    expect(good.value.nodes.find(({ id }) => id === 'execution')).toMatchObject({ points: 6, awarded: 0 })
    expect(await store.list('submissions')).toEqual([])
  })

  test('of two windows the second one is told', async () => {
    await begin()
    expect((await save(1, '0.9')).status).toBe(200)
    const second = await save(1, '0.8')
    expect([second.status, second.problem?.code]).toEqual([409, 'form_changed'])
    // an answer that got lost is given again
    expect((await save(1, '0.9')).value.revision).toBe(2)
    expect((await ask<{ entries: object }>('GET', ID)).value.entries).toEqual(entries('0.9'))
  })

  test('is not handed in without what is required, and says all of it', async () => {
    await begin()
    const refused = await submit(1)
    expect(refused.status).toBe(422)
    expect(refused.problem?.issues).toEqual([
      { path: 'facts.rate', code: 'fact.required', message: '必填的“执行率”未填报，请补填。' },
      { path: 'evidence.execution', code: 'evidence_required', message: '“预算执行”须有佐证，还没有附上文件。' },
    ])
    await save(1, '约九成')
    expect((await submit(2)).problem?.issues.map(({ path }) => path)).toEqual(['facts.rate'])
  })

  test('goes to the bureau and back, and only what is received is a submission', async () => {
    await handedIn()
    for (const done of [await save(2, '1'), await attach()]) expect(done.problem?.code).toBe('form_submitted')
    expect(await store.list('submissions')).toEqual([])
    const seen = { facts: {}, selfScores: {} }
    expect((await ask('PUT', ID, { revision: 2, entries: seen }, 'bureau')).status).toBe(403)

    const remarks = [{ indicator: 'execution', fact: 'rate', text: '与决算不符' }]
    const returned = await ask('POST', `${ID}/return`, { revision: 2, remark: '请核对', remarks }, 'bureau')
    expect(returned.value).toMatchObject({
      status: 'returned',
      returned: { actor: 'bureau', remark: '请核对', remarks },
    })
    await save(2, '0.95')
    expect((await submit(3)).value.handedIn).toHaveLength(2)
    const opened = await ask<{ changes: unknown }>('GET', ID, undefined, 'bureau')
    expect(opened.value.changes).toEqual([
      { label: '执行率', fact: 'rate', indicator: null, before: '0.9', after: '0.95' },
    ])

    // whoever looked before it changed does not decide on it
    const stale = await ask('POST', `${ID}/receipt`, { revision: 2 }, 'bureau')
    expect(stale.problem?.code).toBe('form_changed')
    const received = await ask('POST', `${ID}/receipt`, { revision: 3, bureau: { rating: '8', rate: 2 } }, 'bureau')
    expect([received.status, received.value.status]).toEqual([200, 'received'])
    const stored = await store.findSubmission('unit-a-2024')
    // the bureau's own facts, and none of the unit's; rows in which nothing stands are left out
    expect(stored?.submission).toMatchObject({
      facts: { rate: 0.95, rating: 8, tasks: [{ id: 'r1', name: '修路', done: 3 }] },
      selfScores: { execution: { points: 5.5, reason: '第四季度支付较慢' } },
      evidence: [{ indicator: 'execution', title: '凭证.html.pdf' }],
    })
    expect((await store.findGrading('unit-a-2024', 'filled@2024-01-01'))?.points).toBe(8.9)

    // returned again: what was received stays until another is
    await ask('POST', `${ID}/return`, { revision: 3, remark: '再看看', remarks: [] }, 'bureau')
    expect((await store.findSubmission('unit-a-2024'))?.hash).toBe(stored?.hash)
    expect((await save(3, '0.96')).status).toBe(200)
  })

  test('shows the bureau nothing that was not handed in', async () => {
    await begin()
    await save(1, '0.9')
    const { hash } = (await attach()).value.files[0]!
    const seen = () => ask<{ entries: object; form: FormRow }>('GET', ID, undefined, 'bureau')
    const before = (await seen()).value
    expect([before.entries, before.form.files]).toEqual([{ facts: {}, selfScores: {} }, []])
    expect((await ask('GET', `${ID}/files/${hash}`, undefined, 'bureau')).problem?.code).toBe('unknown_file')
    await submit(2)
    expect((await ask('GET', `${ID}/files/${hash}`, undefined, 'bureau')).status).toBe(200)
    await ask('POST', `${ID}/return`, { revision: 2, remark: '请核对', remarks: [] }, 'bureau')
    await save(2, '0.1')
    expect((await seen()).value).toMatchObject({ entries: { facts: { rate: 0.9 } }, form: { files: [{ hash }] } })
  })

  test('is taken back before it is decided on, and dropped only if it never left', async () => {
    await handedIn()
    expect((await ask('DELETE', `${ID}?revision=2`)).problem?.code).toBe('wrong_status')
    expect((await ask('POST', `${ID}/withdrawal`, { revision: 2 })).value.status).toBe('filling')
    expect((await ask('POST', `${ID}/receipt`, { revision: 2 }, 'bureau')).problem?.code).toBe('wrong_status')
    expect((await ask('DELETE', `${ID}?revision=2`)).status).toBe(409)
  })

  test('is the only way in for its number, for whoever it is', async () => {
    await begin()
    const body = { id: 'unit-a-2024', name: '别处', subject: 'department', year: 2024, ruleSet: 'filled', facts: {} }
    const post = (person: string, unit: string) =>
      setup.app.request('/api/submissions', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-person': person },
        body: JSON.stringify({ ...body, unit }),
      })
    await addPerson(store, 'other', ['department'], ['unit-b'])
    const codes = await Promise.all(
      [post('unit', 'unit-a'), post('rules', 'unit-a'), post('other', 'unit-b')].map(
        async (response) => problemSchema.parse(await (await response).json()).issues[0]?.code,
      ),
    )
    expect(codes).toEqual(['has_form', 'has_form', 'id_taken'])
  })

  test('begins with what was handed in before in another way', async () => {
    await store.putSubmissions([
      {
        id: 'anders',
        name: '甲局',
        unit: 'unit-a',
        subject: 'department',
        year: 2024,
        ruleSet: 'filled',
        facts: { rate: 0.7, rating: 9 },
        selfScores: { execution: { points: 4 } },
      },
    ])
    expect((await begin()).value).toMatchObject({ id: 'anders', name: '甲局' })
    const { value } = await ask<object>('GET', '/anders')
    expect(value).toMatchObject({
      entries: { facts: { rate: 0.7 }, selfScores: { execution: { points: '4' } } },
      bureau: { rating: 9 },
    })
  })
})

describe('evidence', () => {
  test('is what its bytes are, and is shown where nothing in it can act', async () => {
    await begin()
    const { value } = await attach()
    const [file] = value.files
    expect(file).toMatchObject({ name: '凭证.html.pdf', type: 'application/pdf', size: PDF.length })
    const { response, value: text } = await ask<string>('GET', `${ID}/files/${file!.hash}`)
    expect(text).toBe(PDF.toString())
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringContaining('inline'),
      'content-security-policy': expect.stringMatching(/^default-src 'none'.*sandbox/),
      'cache-control': 'no-store',
    })
  })

  test.each([
    ['a page', '<html><script>alert(1)</script>', '凭证.pdf'],
    ['a drawing that may act', '<svg xmlns="http://www.w3.org/2000/svg"/>', '图.png'],
    ['a program', 'MZ\u0090', '表.xlsx'],
    ['an archive of anything', 'PK\u0003\u0004 a.exe', '表.docx'],
  ])('is refused when it is %s', async (_, text, name) => {
    await begin()
    const refused = await ask(
      'POST',
      `${ID}/files?indicator=execution&name=${encodeURIComponent(name)}`,
      Buffer.from(text, 'latin1'),
    )
    expect([refused.status, refused.problem?.code]).toEqual([422, 'file_type'])
    expect(refused.problem?.detail).toContain(name)
  })

  test('that a browser does not show is saved', async () => {
    await begin()
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('x')])
    const { value } = await ask('POST', `${ID}/files?indicator=execution&fact=rate&name=a.xls`, old)
    const { response } = await ask('GET', `${ID}/files/${value.files[0]!.hash}`)
    expect(response.headers.get('content-disposition')).toContain('attachment')
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
  })

  test('has limits that are said in a sentence', async () => {
    await begin()
    const large = Buffer.alloc(10 * 1024 * 1024 + 1)
    PDF.copy(large)
    const refused = await ask('POST', `${ID}/files?indicator=execution&name=a.pdf`, large)
    expect([refused.status, refused.problem?.code]).toEqual([422, 'file_too_large'])
    await attach()
    expect((await attach()).problem?.code).toBe('file_known')
    const { value } = await ask<{ form: FormRow }>('GET', ID)
    const { hash } = value.form.files[0]!
    expect((await ask('DELETE', `${ID}/files/${hash}?indicator=execution`)).value.files).toEqual([])
    expect((await ask('GET', `${ID}/files/${hash}`)).problem?.code).toBe('unknown_file')
  })
})
