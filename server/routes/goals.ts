import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { refused, type Parsed } from '../core/issue.ts'
import type { OpenGoals } from '../forms/goals/goal-life.ts'
import { fileAnswer, handOut } from '../http/file-answer.ts'
import { readFinishPart, readGoalsStep, readReopenPart, readSaveGoals, type Goals } from '../http/goal-shapes.ts'
import { jsonBody } from '../http/json-body.ts'
import { conflict, defaultHook, issuesProblem } from '../http/problem.ts'
import { answer, bodyProblems, jsonRequest, problemAnswer } from '../http/responses.ts'
import type { Services } from '../services.ts'
import { unknownForm } from '../storage/changes/forms.ts'

const tags = ['填报']
const params = z.object({ id: z.string().max(200).openapi({ description: '填报表编号' }) })
const noForm = problemAnswer('没有这份填报表。')
const goals = (description: string) => ({
  200: answer('Goals', description),
  403: problemAnswer('角色不能这样做，或不是自己科室的部分。'),
  404: problemAnswer('没有这份填报表，或这个科室没有负责的指标。'),
  409: problemAnswer('已被别人改过，或不在可以这样做的状态。'),
  422: problemAnswer('内容的样子不对。'),
  ...bodyProblems,
})

const read = createRoute({
  method: 'get',
  path: '/forms/{id}/goals',
  tags,
  summary: '读目标分解',
  description: '每项指标由哪个科室、谁负责，各科室到了哪一步；财政部门看到的指标和数据按最后提交的算。',
  request: { params },
  responses: { 200: answer('Goals', '目标分解和进度。'), 404: noForm },
})

const save = createRoute({
  method: 'put',
  path: '/forms/{id}/goals',
  middleware: [jsonBody] as const,
  tags,
  summary: '保存目标分解',
  description: '写明是在第几次分工上改的；别人在这之后改过的，回答 409，什么都不覆盖。',
  request: { params, body: jsonRequest('SaveGoalsRequest', '在第几次分工上改的，和全部分工。') },
  responses: goals('已存。'),
})

const step = <P extends string>(
  path: P,
  schema: Parameters<typeof jsonRequest>[0],
  summary: string,
  description: string,
) =>
  createRoute({
    method: 'post',
    path: `/forms/{id}/goals/${path}` as const,
    middleware: [jsonBody] as const,
    tags,
    summary,
    description,
    request: { params, body: jsonRequest(schema, summary) },
    responses: goals('已改。'),
  })
const copy = step('copy', 'GoalsStepRequest', '沿用以前年度的分工', '只补还没有分的指标；完成时限和分解目标不沿用。')
const finish = step('completion', 'FinishPartRequest', '科室的部分完成', '以后这一部分又改了，就不再算完成。')
const reopen = step(
  'reopening',
  'ReopenPartRequest',
  '科室的部分重新填写',
  '科室自己收回，或由牵头填报员退回、写明原因。',
)

const workbook = createRoute({
  method: 'get',
  path: '/forms/{id}/goals/workbook',
  tags,
  summary: '下载目标分解表',
  request: { params },
  responses: { 200: fileAnswer('xlsx'), 404: noForm },
})

/** Who answers for which indicator of a form, and how far they are. */
export function goalRoutes({ goals: life }: Services) {
  const told = async (c: Context, id: string, act: () => Promise<Parsed<unknown>>) => {
    const there = await c.get('store').find('forms', id)
    const done = there ? await act() : refused([unknownForm(id)])
    if (!done.ok) return (conflict(c, done.issues) ?? issuesProblem(c, done.issues)) as never
    const opened = await life.open(c.get('store'), id, c.get('person'))
    return opened.ok ? c.json(plainGoals(opened.value), 200) : (issuesProblem(c, opened.issues) as never)
  }
  return new OpenAPIHono({ defaultHook })
    .openapi(read, async (c) => {
      const opened = await life.open(c.get('store'), c.req.valid('param').id, c.get('person'))
      return opened.ok ? c.json(plainGoals(opened.value), 200) : (issuesProblem(c, opened.issues) as never)
    })
    .openapi(save, async (c) => {
      const { id } = c.req.valid('param')
      const given = readSaveGoals(c.req.valid('json'))
      if (!given.ok) return issuesProblem(c, given.issues)
      const { revision, assignments } = given.value
      return told(c, id, () => life.save(c.get('store'), id, revision, assignments))
    })
    .openapi(copy, async (c) => {
      const { id } = c.req.valid('param')
      const given = readGoalsStep(c.req.valid('json'))
      if (!given.ok) return issuesProblem(c, given.issues)
      return told(c, id, () => life.copyEarlier(c.get('store'), id, given.value.revision))
    })
    .openapi(finish, async (c) => {
      const { id } = c.req.valid('param')
      const given = readFinishPart(c.req.valid('json'))
      if (!given.ok) return issuesProblem(c, given.issues)
      return told(c, id, () => life.finish(c.get('store'), id, given.value.office, given.value.revision))
    })
    .openapi(reopen, async (c) => {
      const { id } = c.req.valid('param')
      const given = readReopenPart(c.req.valid('json'))
      if (!given.ok) return issuesProblem(c, given.issues)
      return told(c, id, () => life.reopen(c.get('store'), id, given.value.office, given.value.remark))
    })
    .openapi(workbook, async (c) => {
      const made = await life.workbook(c.get('store'), c.req.valid('param').id, c.get('person'))
      if (!made.ok) return issuesProblem(c, made.issues) as never
      return handOut(c, 'xlsx', made.value.name, made.value.bytes) as never
    })
}

/** What a form holds is not said here: the bureau may not see it yet. */
const plainGoals = ({ form, ...goals }: OpenGoals) => {
  const { id, name, unit, year, status } = form
  return structuredClone({ ...goals, form: { id, name, unit, year, status } }) as Goals
}
