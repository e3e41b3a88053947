import { OpenAPIHono } from '@hono/zod-openapi'
import { methodNotAllowed } from 'hono/method-not-allowed'
import type { Access } from './access/access.ts'
import { enforce } from './access/enforce.ts'
import { componentSchemas, openapiInfo } from './http/openapi.ts'
import { defaultHook, methodProblem, notFound, onError, type LogError } from './http/problem.ts'
import { rateLimit } from './http/rate-limit.ts'
import { sameOrigin, type OriginPolicy } from './http/same-origin.ts'
import { securityHeaders } from './http/security-headers.ts'
import { staticFiles, type StaticFiles } from './http/static-files.ts'
import { accountRoutes } from './routes/accounts.ts'
import { documentRoutes } from './routes/documents.ts'
import { draftCasesRoutes } from './routes/draft-cases.ts'
import { draftRoutes } from './routes/drafts.ts'
import { formRoutes } from './routes/forms.ts'
import { goalRoutes } from './routes/goals.ts'
import { checkRoutes } from './routes/checks.ts'
import { gradingRoutes } from './routes/gradings.ts'
import { historyRoutes } from './routes/history.ts'
import { importRoutes } from './routes/imports.ts'
import { noticeRoutes } from './routes/notices.ts'
import { organisationRoutes } from './routes/organisations.ts'
import { roundRoutes } from './routes/rounds.ts'
import { ruleFileRoutes } from './routes/rule-files.ts'
import { ruleSetRoutes } from './routes/rule-sets.ts'
import { ruleSetReviewRoutes } from './routes/rule-set-reviews.ts'
import { runRoutes } from './routes/runs.ts'
import { serviceRoutes } from './routes/service.ts'
import { sessionRoutes } from './routes/session.ts'
import { submissionRoutes } from './routes/submissions.ts'
import type { Services } from './services.ts'

export interface AppParts extends Services {
  /** Who comes in, and how. */
  readonly access: Access
  /** The built page; none in tests and while it is served by Vite. */
  readonly files?: StaticFiles
  readonly origins?: OriginPolicy
  readonly log: LogError
}

/** The whole service: API, its description, and the page. */
export function createApp({
  files = new Map(),
  origins = { loopback: false, origins: [] },
  access,
  log,
  ...services
}: AppParts) {
  const app = new OpenAPIHono({ defaultHook })
  app.onError(onError(log))
  app.notFound(notFound)
  app.use(securityHeaders, sameOrigin(origins))
  app.use(methodNotAllowed({ app, onMethodNotAllowed: methodProblem }))
  app.use('/api/*', async (c, next) => {
    c.header('cache-control', 'no-store')
    await next()
  })
  app.use('/api/*', rateLimit(access.addressOf))
  app.use(enforce({ store: services.store, identify: access.identify, audit: access.audit }))
  for (const routes of [
    sessionRoutes(access),
    accountRoutes(access),
    ruleSetRoutes(services),
    ruleSetReviewRoutes(services),
    submissionRoutes(),
    checkRoutes(services),
    gradingRoutes(services),
    documentRoutes(services),
    importRoutes(services),
    noticeRoutes(services),
    ruleFileRoutes(services),
    roundRoutes(services),
    runRoutes(services),
    draftRoutes(services),
    draftCasesRoutes(services),
    formRoutes(services),
    goalRoutes(services),
    organisationRoutes(),
    historyRoutes(),
  ])
    app.route('/api', routes)
  app.route('/', serviceRoutes(services))
  app.get('/api/openapi.json', (c) => c.json(describeApi(app)))
  app.use(staticFiles(files))
  return app
}

/** The document of the API: routes from their definitions, shapes as JSON Schema. */
function describeApi(app: OpenAPIHono): object {
  const document = app.getOpenAPI31Document(openapiInfo)
  return { ...document, components: { ...document.components, schemas: componentSchemas() } }
}
