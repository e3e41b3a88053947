import type { Role } from './roles.ts'

/**
 * Who may do what: every route of the service, as Hono names it. `all`: whatever there is; `own`: of their own units;
 * a role that is not named: not at all. A route that is not here is refused, whoever asks.
 *
 * Files of the page are no routes: they hold no data and answer anyone.
 */
export type Reach = 'all' | 'own'
export type Cells = Readonly<Partial<Record<Role, Reach>>>
/** `anyone`: also who is not logged in; `self`: whoever is logged in, about their own account only. */
export type Row = 'anyone' | 'self' | Cells

const makers: Cells = { ruleAdministrator: 'all', reviewer: 'all' }
const readers: Cells = { ...makers, department: 'all' }
const graders: Cells = { ...makers, department: 'own' }
const officers: Cells = { systemAdministrator: 'all', securityAdministrator: 'all' }

export const MATRIX: Readonly<Record<string, Row>> = {
  'GET /healthz': 'anyone',
  'GET /api/openapi.json': 'anyone',

  'GET /api/session': 'anyone',
  'POST /api/session': 'anyone',
  'DELETE /api/session': 'self',
  'POST /api/session/extension': 'self',
  'PUT /api/session/identity': 'anyone',
  'POST /api/set-up': 'anyone',
  'PUT /api/session/password': 'self',
  'POST /api/session/second-factor': 'self',
  'PUT /api/session/second-factor': 'self',

  'GET /api/users': officers,
  'POST /api/users': { systemAdministrator: 'all' },
  'PUT /api/users/:id/rights': { securityAdministrator: 'all' },
  'PUT /api/users/:id/state': { systemAdministrator: 'all' },
  'POST /api/users/:id/password': { systemAdministrator: 'all' },
  'DELETE /api/users/:id/lock': officers,
  'DELETE /api/users/:id/second-factor': officers,

  'GET /api/rule-sets': readers,
  'GET /api/rule-sets/:id/:effective': readers,
  'GET /api/rule-sets/:id/:effective/template': readers,
  'GET /api/rule-sets/:id/:effective/workbook': makers,
  'GET /api/rule-sets/:id/:effective/findings': makers,
  'GET /api/rule-sets/:id/:effective/cases': makers,
  'GET /api/rule-sets/:id/:effective/clone': makers,
  'POST /api/rule-sets/check': makers,
  'POST /api/rule-sets/findings': makers,
  'POST /api/rule-sets/changes': readers,
  'POST /api/rule-sets/try': makers,
  'POST /api/rule-sets/try/account': makers,
  'POST /api/rule-sets/sensitivity': makers,
  'GET /api/rule-sets/:id/:effective/medians/:year': makers,

  // read and shown, not stored
  'POST /api/notices': { ruleAdministrator: 'all' },
  'POST /api/rule-sets/file': { ruleAdministrator: 'all' },
  'GET /api/drafts/:id/:effective/workbook': makers,
  'GET /api/drafts': makers,
  'GET /api/drafts/:id/:effective': makers,
  'PUT /api/drafts/:id/:effective': { ruleAdministrator: 'all' },
  'DELETE /api/drafts/:id/:effective': { ruleAdministrator: 'all' },
  'POST /api/drafts/:id/:effective/submission': { ruleAdministrator: 'all' },
  'POST /api/drafts/:id/:effective/cases': { ruleAdministrator: 'all' },
  'POST /api/drafts/:id/:effective/cases/standing': makers,
  // that nobody approves what is their own is said by the change itself
  'POST /api/drafts/:id/:effective/return': makers,
  'POST /api/drafts/:id/:effective/publication': makers,
  'POST /api/rule-sets/:id/:effective/retirement': { ruleAdministrator: 'all' },

  'GET /api/organisations': { ...graders, ...officers },
  'PUT /api/organisations': { ruleAdministrator: 'all' },

  // logins, refusals and accounts are told to the auditor only
  'GET /api/history': { auditor: 'all', ...makers },

  'GET /api/submissions': graders,
  'GET /api/submissions/:id': graders,
  'GET /api/submissions/:id/checks': graders,
  'GET /api/checks': graders,
  'POST /api/submissions': { ruleAdministrator: 'all', department: 'own' },
  // read and shown, not stored
  'POST /api/imports': { ruleAdministrator: 'all', department: 'all' },
  'POST /api/imports/annotated': { ruleAdministrator: 'all', department: 'all' },
  'POST /api/gradings': graders,
  'GET /api/gradings/:submission': graders,
  'GET /api/documents/summary': graders,
  'GET /api/documents/archive': graders,
  'GET /api/documents/:submission/form': graders,
  'GET /api/documents/:submission/review': graders,
  'GET /api/documents/:submission/statement': graders,

  // what a unit fills in, hands in and takes back; what the bureau returns and receives
  'GET /api/forms': graders,
  'POST /api/forms': { department: 'own' },
  'GET /api/forms/:id': graders,
  'PUT /api/forms/:id': { department: 'own' },
  'DELETE /api/forms/:id': { department: 'own' },
  'POST /api/forms/:id/preview': graders,
  'POST /api/forms/:id/files': { department: 'own' },
  'GET /api/forms/:id/files/:hash': graders,
  'DELETE /api/forms/:id/files/:hash': { department: 'own' },
  'POST /api/forms/:id/submission': { department: 'own' },
  'POST /api/forms/:id/withdrawal': { department: 'own' },
  'POST /api/forms/:id/return': makers,
  'POST /api/forms/:id/receipt': makers,
  // who answers for what in a form, and how far they are
  'GET /api/forms/:id/goals': graders,
  'PUT /api/forms/:id/goals': { department: 'own' },
  'POST /api/forms/:id/goals/copy': { department: 'own' },
  'POST /api/forms/:id/goals/completion': { department: 'own' },
  'POST /api/forms/:id/goals/reopening': { department: 'own' },
  'GET /api/forms/:id/goals/workbook': graders,

  'GET /api/rounds': { ...makers, auditor: 'all' },
  'POST /api/rounds/check': makers,
  'POST /api/rounds': makers,
  'GET /api/rounds/:round': { ...makers, auditor: 'all' },
  'POST /api/rounds/:round/cancellation': makers,
  'POST /api/rounds/:round/continuation': makers,
  'GET /api/rounds/:round/results': { ...makers, auditor: 'all' },
  'GET /api/rounds/:round/gradings/:submission': { ...makers, auditor: 'all' },
  'GET /api/rounds/:round/comparison/:before': { ...makers, auditor: 'all' },
  'GET /api/rounds/:round/workbook': { ...makers, auditor: 'all' },

  'GET /api/runs': { ...readers, auditor: 'all' },
  'POST /api/runs': { ruleAdministrator: 'all' },
  'GET /api/runs/:run': { ...makers, auditor: 'all' },
  'GET /api/runs/:run/receipts/:submission': { ...graders, auditor: 'all' },
  'GET /api/runs/:run/receipts/:submission/page': { ...graders, auditor: 'all' },
  // says how far everything has got, and nothing of what it is
  'GET /api/checkpoint': { ...readers, ...officers, auditor: 'all' },
  'GET /api/checkpoint/consistency': { ...readers, ...officers, auditor: 'all' },
}

/**
 * What a department's account that fills in one office's part may do besides reading: which part of a form it may write,
 * the store says (`own-part.ts`). The other routes that change something are for those who fill in the whole form.
 */
export const FOR_OFFICES: ReadonlySet<string> = new Set([
  'PUT /api/forms/:id',
  'POST /api/forms/:id/preview',
  'POST /api/forms/:id/files',
  'DELETE /api/forms/:id/files/:hash',
  'POST /api/forms/:id/goals/completion',
  'POST /api/forms/:id/goals/reopening',
  // read and shown, not stored
  'POST /api/rule-sets/changes',
  'POST /api/imports',
  'POST /api/imports/annotated',
])

/** What leaves the service as a file: each time is told in the journal before it is handed out. */
export const DOWNLOADS: ReadonlySet<string> = new Set([
  'GET /api/rule-sets/:id/:effective/workbook',
  'GET /api/drafts/:id/:effective/workbook',
  'GET /api/documents/summary',
  'GET /api/documents/archive',
  'GET /api/documents/:submission/form',
  'GET /api/documents/:submission/review',
  'GET /api/documents/:submission/statement',
  'GET /api/forms/:id/files/:hash',
  'GET /api/forms/:id/goals/workbook',
  'GET /api/rounds/:round/workbook',
  'GET /api/runs/:run/receipts/:submission/page',
  'GET /api/checkpoint',
])

/** How far a person's roles reach on a row; null: not at all. */
export function reachOf(row: Cells, roles: readonly Role[]): Reach | null {
  const reaches = roles.map((role) => row[role])
  if (reaches.includes('all')) return 'all'
  return reaches.includes('own') ? 'own' : null
}
