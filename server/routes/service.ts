import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { answer } from '../http/responses.ts'
import type { Services } from '../services.ts'

const health = createRoute({
  method: 'get',
  path: '/healthz',
  tags: ['服务'],
  summary: '服务是否正常',
  responses: { 200: answer('Health', '正常。') },
})

/** What those who run the service ask for. */
export function serviceRoutes({ engine }: Services) {
  return new OpenAPIHono().openapi(health, (c) =>
    c.json({ status: 'ok' as const, version: engine.version, engine: engine.hash }, 200),
  )
}
