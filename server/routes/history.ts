import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { defaultHook } from '../http/problem.ts'
import { answer, problemAnswer } from '../http/responses.ts'
import { mayRead } from '../access/private-actions.ts'
import { historySentence } from '../history-sentences.ts'

const list = createRoute({
  method: 'get',
  path: '/history',
  tags: ['日志'],
  summary: '查日志',
  description: '谁在什么时候做了什么，新的在前；日志就是数据本身，不能改也不能删。',
  request: {
    query: z.object({
      before: z.coerce.number().int().min(1).optional().openapi({ description: '只看这一条之前的' }),
      limit: z.coerce.number().int().min(1).max(500).default(100).openapi({ description: '一次几条' }),
      actor: z.string().max(200).optional().openapi({ description: '只看这个人做的' }),
      action: z.string().max(60).optional().openapi({ description: '只看这种动作' }),
      about: z.string().max(200).optional().openapi({ description: '只看提到这几个字的' }),
    }),
  },
  responses: { 200: answer('History', '一页。'), 422: problemAnswer('查询条件有问题。') },
})

/** What was done, from the journal. */
export function historyRoutes() {
  return new OpenAPIHono({ defaultHook }).openapi(list, async (c) => {
    const { before, limit, actor, action, about } = c.req.valid('query')
    const page = await c.get('store').history({
      limit,
      ...(before !== undefined && { before }),
      matches: (entry) =>
        mayRead(c.get('person'), entry.action) &&
        (actor === undefined || entry.actor === actor) &&
        (action === undefined || entry.action === action) &&
        (about === undefined || historySentence(entry).includes(about)),
    })
    const entries = page.entries.map((entry) => {
      const { seq, time, actor: who, action: what } = entry
      return { seq, time, actor: who, action: what, sentence: historySentence(entry) }
    })
    return c.json({ entries, next: page.next }, 200)
  })
}
