/** Tabs of a rule set's review. */
export const REVIEW_TABS = ['findings', 'cases', 'sensitivity', 'changes'] as const
export type ReviewTab = (typeof REVIEW_TABS)[number]

export type Subject = 'department' | 'project'

/** Which page, and what it is about. */
export type Route =
  | { readonly page: 'list'; readonly subject: Subject }
  | { readonly page: 'account'; readonly id: string }
  | { readonly page: 'imports' }
  | { readonly page: 'forms' }
  | { readonly page: 'form'; readonly id: string }
  | { readonly page: 'goals'; readonly id: string }
  | { readonly page: 'rounds' }
  | { readonly page: 'newRound' }
  | { readonly page: 'round'; readonly id: string }
  | { readonly page: 'roundAccount'; readonly round: string; readonly id: string }
  | { readonly page: 'comparison'; readonly id: string; readonly before: string }
  | { readonly page: 'ruleSets' }
  | { readonly page: 'notice' }
  | { readonly page: 'ruleFile' }
  | { readonly page: 'ruleSet'; readonly id: string; readonly effective: string; readonly indicator: string | null }
  | {
      readonly page: 'review'
      readonly id: string
      readonly effective: string
      readonly tab: ReviewTab
      /** The version it is compared with, `id@date`; null: the one before it. */
      readonly from: string | null
    }
  | { readonly page: 'draft'; readonly id: string; readonly effective: string; readonly indicator: string | null }
  | { readonly page: 'approval'; readonly id: string; readonly effective: string }
  | { readonly page: 'organisations' }
  | { readonly page: 'history' }
  | { readonly page: 'users' }
  | { readonly page: 'own' }
  | { readonly page: 'setUp'; readonly token: string }
  | { readonly page: 'unknown' }

const part = encodeURIComponent

/** Addresses of the pages. The part after `#` needs nothing from the server, so any folder can serve the page. */
export const addressOf = {
  list: (subject: Subject) => (subject === 'department' ? '#/' : '#/projects'),
  account: (id: string) => `#/accounts/${part(id)}`,
  imports: () => '#/imports',
  forms: () => '#/forms',
  form: (id: string) => `#/forms/${part(id)}`,
  /** Who answers for what in a form. */
  goals: (id: string) => `#/forms/${part(id)}/goals`,
  rounds: () => '#/rounds',
  newRound: () => '#/rounds/new',
  round: (id: string) => `#/rounds/${part(id)}`,
  /** A submission's result in a round, as it was then. */
  roundAccount: (round: string, id: string) => `#/rounds/${part(round)}/accounts/${part(id)}`,
  comparison: (id: string, before: string) => `#/rounds/${part(id)}/comparison/${part(before)}`,
  users: () => '#/users',
  own: () => '#/me',
  ruleSets: () => '#/rule-sets',
  /** A rule set made from the scoring table of a notice. */
  notice: () => '#/notices',
  /** A rule set from a file. */
  ruleFile: () => '#/rule-sets/import',
  ruleSet: (id: string, effective: string, indicator?: string) =>
    `#/rule-sets/${part(id)}/${part(effective)}${indicator === undefined ? '' : `/${part(indicator)}`}`,
  draft: ({ id, effective }: { id: string; effective: string }, indicator?: string) =>
    `#/drafts/${part(id)}/${part(effective)}${indicator === undefined ? '' : `/${part(indicator)}`}`,
  /** What a draft changes and does, and its approval. */
  approval: ({ id, effective }: { id: string; effective: string }) => `#/approvals/${part(id)}/${part(effective)}`,
  organisations: () => '#/organisations',
  history: () => '#/history',
  review: (id: string, effective: string, tab: ReviewTab = 'findings', from?: string) =>
    `#/rule-set-reviews/${part(id)}/${part(effective)}/${tab}${from === undefined ? '' : `/${part(from)}`}`,
}

/**
 * For what takes a while: goes to another page at its end, unless whoever asked for it has gone elsewhere meanwhile.
 * To be called when it begins.
 */
export function goOn(): (address: string) => void {
  const { hash } = window.location
  return (address) => {
    if (window.location.hash === hash) window.location.hash = address
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function parseRoute(hash: string): Route {
  const [place, id, effective, inside, more] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode)
  if (!place) return { page: 'list', subject: 'department' }
  if (place === 'projects' && !id) return { page: 'list', subject: 'project' }
  if (place === 'accounts' && id) return { page: 'account', id }
  if (place === 'imports' && !id) return { page: 'imports' }
  if (place === 'forms' && id && effective === 'goals') return { page: 'goals', id }
  if (place === 'forms') return id ? { page: 'form', id } : { page: 'forms' }
  if (place === 'rounds' && !id) return { page: 'rounds' }
  if (place === 'rounds' && id === 'new') return { page: 'newRound' }
  if (place === 'rounds' && id && !effective) return { page: 'round', id }
  if (place === 'rounds' && id && effective === 'accounts' && inside)
    return { page: 'roundAccount', round: id, id: inside }
  if (place === 'rounds' && id && effective === 'comparison' && inside)
    return { page: 'comparison', id, before: inside }
  if (place === 'users' && !id) return { page: 'users' }
  if (place === 'me' && !id) return { page: 'own' }
  if (place === 'set-up') return { page: 'setUp', token: id ?? '' }
  if (place === 'rule-sets' && !id) return { page: 'ruleSets' }
  if (place === 'rule-sets' && id && effective) return { page: 'ruleSet', id, effective, indicator: inside ?? null }
  if (place === 'rule-sets' && id === 'import' && !effective) return { page: 'ruleFile' }
  if (place === 'notices' && !id) return { page: 'notice' }
  if (place === 'drafts' && id && effective) return { page: 'draft', id, effective, indicator: inside ?? null }
  if (place === 'approvals' && id && effective) return { page: 'approval', id, effective }
  if (place === 'organisations' && !id) return { page: 'organisations' }
  if (place === 'history' && !id) return { page: 'history' }
  if (place === 'rule-set-reviews' && id && effective) {
    const tab = REVIEW_TABS.find((name) => name === inside) ?? 'findings'
    return { page: 'review', id, effective, tab, from: more ?? null }
  }
  return { page: 'unknown' }
}

/** The browser's address as state; `follow` keeps it so until the function it answers is called. */
export class Location {
  route: Route = $state.raw({ page: 'unknown' })

  follow(): () => void {
    const read = () => (this.route = parseRoute(window.location.hash))
    read()
    window.addEventListener('hashchange', read)
    return () => window.removeEventListener('hashchange', read)
  }
}
