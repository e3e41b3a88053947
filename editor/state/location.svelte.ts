export type Subject = 'department' | 'project'

/** Which page, and what it is about. */
export type Route =
  | { readonly page: 'list'; readonly subject: Subject }
  | { readonly page: 'account'; readonly id: string }
  | { readonly page: 'ruleSets' }
  | { readonly page: 'ruleSet'; readonly id: string; readonly effective: string; readonly indicator: string | null }
  | { readonly page: 'unknown' }

const part = encodeURIComponent

/** Addresses of the pages. The part after `#` needs nothing from the server, so any folder can serve the page. */
export const addressOf = {
  list: (subject: Subject) => (subject === 'department' ? '#/' : '#/projects'),
  account: (id: string) => `#/accounts/${part(id)}`,
  ruleSets: () => '#/rule-sets',
  ruleSet: (id: string, effective: string, indicator?: string) =>
    `#/rule-sets/${part(id)}/${part(effective)}${indicator === undefined ? '' : `/${part(indicator)}`}`,
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function parseRoute(hash: string): Route {
  const [place, id, effective, indicator] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode)
  if (!place) return { page: 'list', subject: 'department' }
  if (place === 'projects' && !id) return { page: 'list', subject: 'project' }
  if (place === 'accounts' && id) return { page: 'account', id }
  if (place === 'rule-sets' && !id) return { page: 'ruleSets' }
  if (place === 'rule-sets' && id && effective) return { page: 'ruleSet', id, effective, indicator: indicator ?? null }
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
