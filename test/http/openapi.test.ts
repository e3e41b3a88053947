import { describe, expect, test } from 'vitest'
import { MATRIX } from '../../server/access/matrix.ts'
import { setUp } from '../routes/example.ts'

interface Document {
  openapi: string
  info: { title: string; version: string }
  paths: Record<
    string,
    Record<
      string,
      {
        summary?: string
        tags?: string[]
        requestBody?: { content: Record<string, object> }
        responses: Record<string, object>
      }
    >
  >
  components: { schemas: Record<string, { description?: string }> }
}

async function readDocument(): Promise<Document> {
  const { app } = await setUp()
  const response = await app.request('/api/openapi.json')
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  return (await response.json()) as Document
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) =>
    key === '$ref' && typeof part === 'string' ? [part] : referencesIn(part),
  )
}

describe('the description of the API', () => {
  test('is OpenAPI 3.1 and has every route, each with a Chinese summary', async () => {
    const { openapi, info, paths } = await readDocument()
    expect(openapi).toBe('3.1.0')
    expect(info.title).toBe('衡评接口')
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const stated = Object.keys(MATRIX).map((route) => route.replace(/:(\w+)/g, '{$1}'))
    expect(routes.sort()).toEqual(stated.filter((route) => route !== 'GET /api/openapi.json').sort())
    for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
      expect(operation.summary).toMatch(/\p{Script=Han}/u)
      expect(operation.tags).toHaveLength(1)
    }
  })

  test('refers only to shapes it has, and says in Chinese what each is', async () => {
    const document = await readDocument()
    const { schemas } = document.components
    const references = new Set(referencesIn(document))
    expect(references.size).toBeGreaterThan(15)
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\//)
      expect(Object.keys(schemas)).toContain(reference.slice('#/components/schemas/'.length))
    }
    for (const schema of Object.values(schemas)) expect(schema.description).toMatch(/\p{Script=Han}/u)
  })

  test('every route that takes a body tells how it is refused', async () => {
    const { paths } = await readDocument()
    for (const [path, { post }] of Object.entries(paths)) {
      // whatever is wrong with a rule set is what lint answers; a file is told by its content, whatever its type is said to be
      const isFile = post?.requestBody?.content['application/octet-stream'] !== undefined
      const refused = [...(isFile ? [] : ['400', '415']), '413', ...(path === '/api/rule-sets/findings' ? [] : ['422'])]
      if (post?.requestBody) expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(refused))
    }
  })
})
