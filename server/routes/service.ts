import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { answer } from '../http/responses.ts'
import type { Services } from '../services.ts'

const health = createRoute({
  method: 'get',
  path: '/healthz',
  tags: ['服务'],
  summary: '服务是否正常',
  responses: { 200: answer('Health', '正常。'), 503: answer('Health', '只能读，不能存；message 说明原因。') },
})

/** What those who run the service ask for. */
export function serviceRoutes({ engine, store, disk }: Services) {
  return new OpenAPIHono().openapi(health, (c) => {
    const state = { message: store.fault, disk: disk.alarm, version: engine.version, engine: engine.hash }
    return store.fault === null
      ? c.json({ status: 'ok' as const, ...state }, 200)
      : c.json({ status: 'readonly' as const, ...state }, 503)
  })
}
