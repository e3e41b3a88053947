import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Problem } from '../../server/http/shapes.ts'
import { ManyImport } from '../../editor/state/many-import.svelte.ts'

const answer = (status: number, body: unknown) => Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })) // prettier-ignore
const problem = (status: number, code: string, issues: Problem['issues'] = []): Promise<Response> =>
  answer(status, { type: '', title: '', status, code, detail: `${code}。`, issues })
const read = (id: string) => ({
  submissions: [{ id, name: id }],
  problems: [],
  notes: [],
  refused: [],
  differences: [] as object[],
  choices: [] as object[],
})
const files = (...names: string[]) => names.map((name) => ({ name, file: new File([name], name) }))

/** The service as it answers: what `imports` say by turns, and what `submissions` do with what is handed in. */
function service(
  imports: (file: string, mapping: string | null) => Promise<Response>,
  store: (ids: string[]) => Promise<Response>,
) {
  const stored: string[] = []
  vi.stubGlobal('fetch', async (input: string | URL | Request, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input)
    if (url.includes('/api/imports')) return imports(await (init!.body as Blob).text(), new URL(url, 'http://x').searchParams.get('mapping')) // prettier-ignore
    const ids = (JSON.parse(String(init!.body)) as { id: string }[]).map(({ id }) => id)
    const response = await store(ids)
    if (response.ok) stored.push(...ids)
    return response
  })
  return stored
}
afterEach(() => vi.unstubAllGlobals())
const accepted = () => answer(201, { submissions: [] })

describe('many files on their way in', () => {
  test('what is no table is not read; two files of one form are both left out, and said to be', async () => {
    const stored = service((file) => answer(200, read(file.startsWith('同') ? 'same' : file)), accepted)
    const many = new ManyImport(files('a.xlsx', '同1.xlsx', 'b.csv', '同2.xlsx', '说明.pdf', '夹/~$a.xlsx'))
    expect([many.files.length, many.others.map(({ name }) => name)]).toEqual([4, ['说明.pdf']])
    await many.read('k@1')
    expect(many.failed.map(({ file, problems }) => [file, problems[0]?.message])).toEqual([
      ['同1.xlsx', expect.stringContaining('“同2.xlsx”里也有填报“same”')],
      ['同2.xlsx', expect.stringContaining('“同1.xlsx”里也有填报“same”')],
    ])
    await many.store()
    expect([many.state, stored]).toEqual(['stored', ['a.xlsx', 'b.csv']])
  })

  test('where the service has no room it is asked again; a file it cannot read is its own fault', async () => {
    let busy = 2
    service((file) => {
      if (file === 'bad.xlsx') return problem(422, 'html')
      return busy-- > 0 ? problem(503, 'evaluation_busy') : answer(200, read(file))
    }, accepted)
    const many = new ManyImport(files('a.xlsx', 'bad.xlsx', 'c.xlsx'), 1)
    await many.read('k@1')
    expect(many.submissions.map(({ id }) => id)).toEqual(['a.xlsx', 'c.xlsx'])
    expect(many.failed.map(({ file, problems }) => [file, problems[0]?.message])).toEqual([['bad.xlsx', 'html。']])
  })

  test('logged out half way: it stops and goes on with what is left', async () => {
    let asked = 0
    service((file) => (++asked === 2 ? problem(401, 'not_signed_in') : answer(200, read(file))), accepted)
    const many = new ManyImport(files('a.xlsx', 'b.xlsx', 'c.xlsx'))
    await many.read('k@1')
    expect([many.state, many.problem?.code, many.isOver]).toEqual(['stopped', 'not_signed_in', false])
    await many.read('k@1')
    expect([many.state, many.problem, many.submissions.length]).toEqual(['read', null, 3])
    expect(asked).toBeLessThanOrEqual(5)
  })

  test('what the service refuses is listed, the rest of its lot is stored', async () => {
    const refusing = (ids: string[]) =>
      ids.includes('b.xlsx')
        ? problem(422, 'other_unit', [{ path: `[${ids.indexOf('b.xlsx')}].unit`, code: 'other_unit', message: '不是本单位的。' }])
        : accepted() // prettier-ignore
    const stored = service((file) => answer(200, read(file)), refusing)
    const many = new ManyImport(files('a.xlsx', 'b.xlsx', 'c.xlsx'))
    await many.read('k@1')
    await many.store()
    expect([many.state, many.stored, stored]).toEqual(['stored', 2, ['a.xlsx', 'c.xlsx']])
    expect(many.failed.map(({ file, problems }) => [file, problems[0]?.message])).toEqual([
      ['b.xlsx', '不是本单位的。'],
    ])
  })

  test('names that are not known are decided on once for all files, and only those that have them are read again', async () => {
    const asked: string[] = []
    const unknown = { kind: 'unknown', scope: '', name: '旧名', place: 'A1', value: '1', to: 'spent' }
    const other = { ...unknown, name: '别的', to: null }
    const choices = [{ scope: '', id: 'spent', label: '支出数' }]
    const stored = service((file, mapping) => {
      asked.push(`${file} ${mapping ?? ''}`)
      const isOld = file.startsWith('旧')
      return answer(200, { ...read(file), differences: isOld ? (mapping === null ? [unknown, other] : [other]) : [], choices: isOld ? choices : [] }) // prettier-ignore
    }, accepted)
    const many = new ManyImport(files('旧1.xlsx', '旧2.xlsx', '新.xlsx'))
    await many.read('k@1')
    expect(many.mapping.differences.map(({ name }) => name)).toEqual(['旧名', '别的'])
    expect([many.mapping.open.length, many.mapping.settled]).toEqual([2, false])
    many.mapping.decide(many.mapping.differences[0]!, 'spent')
    many.mapping.leaveRest()
    many.mapping.confirmed = true
    expect([many.mapping.open.length, many.mapping.stale, many.mapping.settled]).toEqual([0, true, false])
    asked.length = 0
    await many.readAgain()
    const mapping = JSON.stringify([{ scope: '', name: '旧名', to: 'spent' }])
    expect(asked.sort()).toEqual([`旧1.xlsx ${mapping}`, `旧2.xlsx ${mapping}`])
    expect(many.mapping.differences.map(({ name }) => name)).toEqual(['旧名', '别的'])
    expect(many.mapping.settled).toBe(true)
    await many.store()
    expect(stored).toHaveLength(3)
  })

  test('stopped while storing, it goes on where it was', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `${String(index).padStart(3, '0')}.xlsx`)
    const holder: { many?: ManyImport } = {}
    let lots = 0
    const stored = service((file) => answer(200, read(file)), () => {
      if (++lots === 1) holder.many!.stop()
      return accepted()
    }) // prettier-ignore
    const many = (holder.many = new ManyImport(files(...names)))
    await many.read('k@1')
    await many.store()
    expect([many.state, many.stored]).toEqual(['stopped', 50])
    await many.store()
    expect([many.state, many.stored, new Set(stored).size, stored.length]).toEqual(['stored', 120, 120, 120])
  })
})
