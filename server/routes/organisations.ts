import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { jsonBody } from '../http/json-body.ts'
import { defaultHook, issuesProblem } from '../http/problem.ts'
import { readOrganisations } from '../http/requests.ts'
import { answer, bodyProblems, jsonRequest, problemAnswer } from '../http/responses.ts'

const tags = ['单位']

const list = createRoute({
  method: 'get',
  path: '/organisations',
  tags,
  summary: '列出登记的单位',
  responses: { 200: answer('OrganisationList', '全部单位，已撤销的也在内。') },
})

const put = createRoute({
  method: 'put',
  path: '/organisations',
  middleware: [jsonBody] as const,
  tags,
  summary: '登记单位',
  description: '编号已有的改为新的内容，没有的添加；有一处不对就全部不存。名称、曾用名和代码各只能属于一个单位。',
  request: { body: jsonRequest('OrganisationsRequest', '一个或多个单位。') },
  responses: {
    200: answer('OrganisationList', '已存，全部单位。'),
    404: problemAnswer('没有这个单位。'),
    422: problemAnswer('有问题。'),
    ...bodyProblems,
  },
})

/** The register of units. */
export function organisationRoutes() {
  return new OpenAPIHono({ defaultHook })
    .openapi(list, async (c) => {
      const organisations = await c.get('store').list('organisations')
      return c.json({ organisations: organisations.map((row) => ({ ...row, aliases: [...row.aliases] })) }, 200)
    })
    .openapi(put, async (c) => {
      const request = readOrganisations(c.req.valid('json'))
      if (!request.ok) return issuesProblem(c, request.issues)
      const store = c.get('store')
      const done = await store.commit({ action: 'putOrganisations', payload: request.value.organisations })
      if (!done.ok) return issuesProblem(c, done.issues)
      const organisations = await store.list('organisations')
      return c.json({ organisations: organisations.map((row) => ({ ...row, aliases: [...row.aliases] })) }, 200)
    })
}
