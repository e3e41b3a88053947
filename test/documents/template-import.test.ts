import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { contentHash } from '../../server/core/hash.ts'
import { compileRuleSet } from '../../server/core/compile.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import { parseSubmission } from '../../server/core/parse-submission.ts'
import type { Submission } from '../../server/core/submission.ts'
import { problemText } from '../../server/documents/import/cell-fault.ts'
import { choicesFor, type Difference } from '../../server/documents/import/differences.ts'
import { importForm, type FormOptions, type Version } from '../../server/documents/import/import-form.ts'
import { othersFacts } from '../../server/documents/template/form-facts.ts'
import { rowsOf } from '../../server/documents/template/given-values.ts'
import { makeTemplate } from '../../server/documents/template/make-template.ts'
import { readTables } from '../../server/documents/xlsx/read-workbook.ts'
import { writeWorkbook } from '../../server/documents/xlsx/write/write-workbook.ts'
import { projectRoot } from '../../server/project.ts'
import { generateDistrict } from '../../server/sample/district.ts'
import { emptyTemplate, filledTemplate, Filling, setFact as value } from './fill.ts'

const json = (file: string): unknown => JSON.parse(readFileSync(join(projectRoot, file), 'utf8'))

function versionOf(file: string, change: (ruleSet: { facts: Record<string, unknown>[] }) => void = () => {}): Version {
  const content = json(file) as { facts: Record<string, unknown>[] }
  change(content)
  const ruleSet = parseRuleSet(content)
  if (!ruleSet.ok) throw new Error(JSON.stringify(ruleSet.issues))
  const { id = '', effective } = ruleSet.value
  return { ruleSet: ruleSet.value, id, effective: effective?.from ?? '', hash: contentHash(ruleSet.value) }
}

let guangdong: Version
let huadu: Submission
beforeAll(() => {
  guangdong = versionOf('rules/guangdong-department.2024-01-01.json')
  const form = parseSubmission(json('fixtures/huadu-zhengfawei-2024.json'), guangdong.ruleSet)
  if (!form.ok) throw new Error('fixture')
  huadu = form.value
})

const empty = (version = guangdong): Filling => emptyTemplate(version, '花都区委政法委', 2024)

async function imported(filling: Filling, options: FormOptions = {}, version = guangdong) {
  const tables = await readTables(writeWorkbook(filling.done()))
  if (!tables.ok) throw new Error(JSON.stringify(tables.issues))
  return importForm(tables.value, version, options)
}
async function problemsOf(filling: Filling, version = guangdong): Promise<string[]> {
  const read = await imported(filling, {}, version)
  return read.ok ? [] : read.problems.map(problemText)
}
async function factsOf(filling: Filling): Promise<Submission['facts']> {
  const read = await imported(filling)
  if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
  return read.value.facts
}
describe('a template filled in comes back as it was', () => {
  test('every value of the founding document, and its points', async () => {
    const read = await imported(filledTemplate(huadu, guangdong), { id: huadu.id, unit: 'huadu-zhengfawei' })
    if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
    const others = othersFacts(guangdong.ruleSet).map(({ id }) => id)
    const bare = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(bare)
      if (typeof value !== 'object' || value === null) return value
      if ('value' in value) return bare(value.value)
      return Object.fromEntries(Object.entries(value).map(([key, cell]) => [key, bare(cell)]))
    }
    const expected = Object.fromEntries(Object.entries(huadu.facts).filter(([id]) => !others.includes(id)))
    expect(bare(read.value.facts)).toEqual(bare(expected))
    // with what the bureau hands in, the points are those of the document
    const bureau = Object.fromEntries(Object.entries(huadu.facts).filter(([id]) => others.includes(id)))
    const whole: Submission = { ...read.value, facts: { ...read.value.facts, ...bureau } }
    const context = {
      ruleSetHash: guangdong.hash,
      submissionHash: contentHash(whole),
      engine: { version: '0', hash: '0' },
    }
    expect(compileRuleSet(guangdong.ruleSet).grade(whole, context).points).toBe(99)
  })

  test.each([
    'guangdong-department.2024-01-01', 'mof-project.2024-01-01', 'mof-framework.2020-01-01', 'sichuan-department.2017-01-01',
    'sichuan-project.2017-01-01', 'yueyang-department.2018-01-01',
  ])('empty but for its name: %s', async (name) => {
    const version = versionOf(`rules/${name}.json`)
    const read = await imported(empty(version), {}, version)
    expect(read.ok && read.value).toMatchObject({ name: '花都区委政法委', year: 2024, id: '花都区委政法委-2024', facts: {} })
    expect(read.ok && read.value.ruleSet).toBe(`${version.id}@${version.effective}`)
  }) // prettier-ignore
})

test('values as people write them, with notes and states', async () => {
  const filling = empty()
  value(filling, 'initialBudget', '2,936.68')
  value(filling, 'adjustedBudget', '27818200元')
  value(filling, 'spent', '２７８１．８２万元', '决算数')
  value(filling, 'assetIncomePaidInTime', '不适用', '没有资产收益')
  value(filling, 'stocktake', '√')
  value(filling, 'purchaseAmount', '-')
  value(filling, 'intentions', 0)
  value(filling, 'purchaseRules', '待核')
  expect(await factsOf(filling)).toEqual({
    initialBudget: 2936.68,
    adjustedBudget: { value: 2781.82, note: '原填 27818200元，换算为 2781.82 万元。' },
    spent: { value: 2781.82, note: '决算数' },
    assetIncomePaidInTime: { state: 'notApplicable', reason: '没有资产收益' },
    stocktake: true,
    intentions: 0,
    purchaseRules: { state: 'pending' },
  })
})

test('rows decide percent by their own unit', async () => {
  const filling = empty()
  const sheet = '部门整体绩效目标指标'
  const columns = ['*指标名称', '*一级指标', '*指标性质', '方向', '年度指标值', '计量单位', '全年完成值'].map((head) =>
    filling.columnWith(sheet, 4, head),
  )
  const rows = [
    ['满意度', '效益指标', '定量', '≥', 95, '%', '96％'],
    ['覆盖率', '效益指标', '定量', '>=', '95%', '％', 96],
    ['培训', '产出指标', '定量', '≥', '1,200', '人次', '1218人次'],
  ]
  for (const [index, row] of rows.entries())
    for (const [place, cell] of row.entries()) filling.set(sheet, index + 5, columns[place] ?? 1, cell)
  const { targets } = await factsOf(filling)
  expect(targets).toMatchObject([
    { id: '1', direction: '>=', target: 95, actual: 96, unit: '%' },
    { id: '2', direction: '>=', target: 95, actual: 96 },
    { id: '3', target: 1200, actual: 1218 },
  ])
})

test('every mistake is told with its cell, and nothing is imported', async () => {
  const filling = empty()
  value(filling, 'spent', '约100')
  value(filling, 'initialBudget', '100.123')
  value(filling, 'hasSpecialFunds', '有')
  value(filling, 'stocktake', '不适用')
  value(filling, 'newProjects', -1)
  filling.set('专项资金项目', 5, 3, '多').set('专项资金项目', 7, 2, '项目乙').set('专项资金项目', 7, 5, 101)
  filling.set('政府采购合同', 5, 2, '合同').set('政府采购合同', 5, 3, '2024-02-30')
  filling.set('单位成本', 3, 4, '无').set('单位成本', 5, 3, 12)
  filling.set('自评', 3, 7, 11).set('自评', 4, 7, 9)
  const before = await problemsOf(filling)
  expect(before).toEqual([
    expect.stringMatching(/^填报 D9（年初预算数）：“100.123”的小数位数太多/),
    expect.stringMatching(/^填报 D11（支出数）：“约100”是约数，请填准确的数。/),
    expect.stringMatching(/^填报 D\d+（本年度是否至少开展一次资产盘点）：写了“不适用”，请在“说明”栏写明理由。/),
    expect.stringMatching(/^专项资金项目 B5（项目名称）：这一行没有填“项目名称”/),
    expect.stringMatching(/^专项资金项目 C5（全年预算数）：“多”不是数/),
    expect.stringMatching(/^单位成本 D3（单位成本）：选了“无”，下面又填了 1 行/),
    expect.stringMatching(/^自评 G3（部门整体绩效目标产出指标完成情况）：自评得分 11 超过分值 10/),
    expect.stringMatching(/^自评 G4（部门整体绩效目标效益指标完成情况）：自评得分 9 低于分值 10，请写明扣分原因。/),
  ])
})

test('what the form itself refuses is told with its cell too', async () => {
  const filling = empty()
  value(filling, 'hasSpecialFunds', '有')
  value(filling, 'newProjects', -1)
  filling.set('政府采购合同', 5, 2, '合同').set('政府采购合同', 5, 3, '2024-02-30')
  expect(await problemsOf(filling)).toEqual([
    expect.stringMatching(/^填报 D12（是否有专项资金）：“是否有专项资金”应填是或否，现在是“有”/),
    expect.stringMatching(/^填报 D\d+（新增预算入库项目数）：“新增预算入库项目数”不能小于 0/),
    expect.stringMatching(/^政府采购合同 C5（中标（成交）通知书发出日期）：.*真实的日期/),
  ])
})

test('a list says 无, 不适用 with a reason, or nothing; nothing is not 无', async () => {
  const filling = empty()
    .set('审计和财政检查发现的财务问题', 3, 4, '无')
    .set('单位成本', 3, 4, '不适用')
    .set('单位成本', 3, 5, '新设单位')
  expect(await factsOf(filling)).toEqual({
    financeFindings: [],
    unitCosts: { state: 'notApplicable', reason: '新设单位' },
  })
})

test('what the bureau hands in cannot be put into a unit’s own form', async () => {
  const filling = empty()
  value(filling, 'initialBudget', 1).set('填报', filling.rowWith('填报', 1, 'initialBudget'), 1, 'goalRating')
  expect(await problemsOf(filling)).toEqual([expect.stringContaining('由财政部门或评审人员填列')])
})

test('self scores come with their reasons', async () => {
  const read = await imported(empty().set('自评', 3, 7, 10).set('自评', 4, 7, '9.5').set('自评', 4, 8, '一项未达标'))
  expect(read.ok && read.value.selfScores).toEqual({
    outputTargets: { points: 10 },
    benefitTargets: { points: 9.5, reason: '一项未达标' },
  })
})

test('a template of another year is mapped, and every difference is told', async () => {
  const later = versionOf('rules/guangdong-department.2024-01-01.json', (ruleSet) => {
    for (const fact of ruleSet.facts)
      if (fact['id'] === 'spent') Object.assign(fact, { label: '全年支出', unit: '亿元', decimals: 6 })
    ruleSet.facts.push({ id: 'fresh', label: '新增数据项', type: 'number', by: 'unit', unit: '个' })
  })
  const filling = empty()
  value(filling, 'spent', 2781.82)
  value(filling, 'initialBudget', 5).set('填报', filling.rowWith('填报', 1, 'initialBudget'), 3, '年初预算')
  value(filling, 'intentions', 7).set('填报', filling.rowWith('填报', 1, 'intentions'), 3, '已取消的一项')
  filling.set('填报', filling.rowWith('填报', 1, 'intentions'), 1, 'gone')
  const read = await imported(filling, {}, later)
  if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
  expect(read.value.facts).toEqual({
    spent: { value: 0.278182, note: '原填 2781.82 万元，换算为 0.278182 亿元。' },
    initialBudget: 5,
  })
  const notes = read.notes.join('\n')
  expect(notes).toContain('按 guangdong-department@2024-01-01 的模板填的')
  expect(notes).toContain('“支出数”按“全年支出”导入')
  expect(notes).toContain('“年初预算”按“年初预算数”导入')
  expect(notes).toMatch(/“已取消的一项”在这一版里没有，值 7 没有导入/)
  expect(notes).toMatch(/没有填：.*新增数据项/)
  const told = (kind: Difference['kind']) => read.differences.filter((one) => one.kind === kind)
  const row = (id: string): number => filling.rowWith('填报', 1, id)
  expect(told('renamed').map(({ name, to }) => [name, to])).toEqual([['年初预算', 'initialBudget'], ['支出数', 'spent']]) // prettier-ignore
  expect(told('unknown')).toEqual([
    { kind: 'unknown', scope: '', name: '已取消的一项', place: `填报 D${row('gone')}`, value: '7', to: null },
  ])
  expect(told('missing').map(({ name, to }) => [name, to])).toContainEqual(['新增数据项', 'fresh'])
  // nothing is taken for another thing until somebody says so
  const mapping = [{ scope: '', name: '已取消的一项', to: 'fresh' }]
  const mapped = await imported(filling, { mapping }, later)
  expect(mapped.ok && mapped.value.facts['fresh']).toBe(7)
  expect(mapped.differences.filter(({ kind }) => kind === 'unknown')).toEqual([])
  expect(mapped.differences.filter(({ kind }) => kind === 'missing').map(({ to }) => to)).not.toContain('fresh')
  expect(choicesFor(read.differences, later.ruleSet)).toContainEqual({ scope: '', id: 'fresh', label: '新增数据项' })
})

test('columns of a list and indicators of last year are mapped too, as somebody says', async () => {
  const later = versionOf('rules/mof-project.2024-01-01.json', (ruleSet) => {
    const fields = ruleSet.facts.find(({ id }) => id === 'targets')!['fields'] as Record<string, unknown>[]
    Object.assign(
      fields.find(({ id }) => id === 'actual')!,
      { id: 'reached', label: '实际达到' },
    )
    const text = JSON.stringify((ruleSet as unknown as { indicators: unknown }).indicators).replaceAll('"actual":"actual"', '"actual":"reached"') // prettier-ignore
    ;(ruleSet as unknown as { indicators: unknown }).indicators = JSON.parse(text)
  })
  const project = versionOf('rules/mof-project.2024-01-01.json')
  const form = generateDistrict({ seed: 3, departments: 1, projects: 1 })[1]!
  const filling = filledTemplate(form, project)
  const self = filling.rowsOf('自评')
  const row = self.findIndex((cells) => cells[0]?.value === 'execution') + 1
  filling.set('自评', row, 1, 'gone').set('自评', row, filling.columnWith('自评', 2, '自评得分'), 10)
  const names = filling.columnWith('自评', 2, '一级指标')
  filling.set('自评', row, names, '预算执行情况')
  const read = await imported(filling, {}, later)
  if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
  const unknown = read.differences.filter(({ kind }) => kind === 'unknown')
  expect(unknown.map(({ scope, name }) => [scope, name])).toEqual([
    ['targets', '全年完成值'],
    ['@self', '预算执行情况'],
  ])
  expect(read.differences).toContainEqual(expect.objectContaining({ kind: 'missing', scope: 'targets', to: 'reached' }))
  const mapping = [
    { scope: 'targets', name: '全年完成值', to: 'reached' },
    { scope: '@self', name: '预算执行情况', to: 'execution' },
  ]
  const mapped = await imported(filling, { mapping }, later)
  if (!mapped.ok) throw new Error(mapped.problems.map(problemText).join('\n'))
  const before = rowsOf(form.facts['targets']).map(({ actual }) => actual ?? undefined)
  expect(rowsOf(mapped.value.facts['targets']).map(({ reached }) => reached)).toEqual(before)
  expect(mapped.value.selfScores?.['execution']).toEqual({ points: 10 })
  expect(mapped.differences.filter(({ kind }) => kind === 'unknown')).toEqual([])
})

test('last year’s own indicators are rows, its values are for reference only', async () => {
  const template = makeTemplate(guangdong.ruleSet, guangdong, huadu)
  const tables = await readTables(writeWorkbook(template))
  const read = tables.ok ? importForm(tables.value, guangdong) : null
  if (!read?.ok) throw new Error('not read')
  expect(read.value).toMatchObject({ name: '花都区委政法委', year: 2025 })
  expect(Object.keys(read.value.facts)).toEqual(['targets'])
  expect(rowsOf(read.value.facts['targets'])[1]).toEqual({
    id: 'o2', name: '未成年人重复违法犯罪率', group: '产出指标', kind: '定量', direction: '<=', unit: '%',
  }) // prettier-ignore
  const sheet = new Filling(template)
  expect(
    sheet.rowsOf('部门整体绩效目标指标')[5]?.at(sheet.columnWith('部门整体绩效目标指标', 4, '上年全年完成值') - 1)
      ?.value,
  ).toBe(6.99)
})
