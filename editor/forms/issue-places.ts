import type { PreviewNode } from '../api-forms.ts'
import type { Problem } from '../../server/http/shapes.ts'

/** Sentences by place: `facts.spent`, `facts.targets[0].actual`, `selfScores.x`, `evidence.x`. */
export function issuesByPlace(issues: Problem['issues']): ReadonlyMap<string, string> {
  const places = new Map<string, string>()
  for (const { path, message } of issues) {
    const place = path.replace(/\.(value|points|state|reason)$/, '').replace(/\.value\[/, '[')
    if (!places.has(place)) places.set(place, message)
  }
  return places
}

/** The element a place is filled in at. */
export function elementOf(path: string): string | null {
  const [, kind, id] = /^(facts|selfScores|evidence)\.([^.[]+)/.exec(path) ?? []
  if (!kind || !id) return null
  return kind === 'facts' ? `fact-${id}` : `leaf-${id}`
}

/** Shows where a place is filled in, and goes into its field. */
export function goToPlace(path: string): void {
  const element = document.getElementById(elementOf(path) ?? '')
  element?.scrollIntoView({ block: 'center' })
  element?.querySelector<HTMLElement>('.form-input, input')?.focus({ preventScroll: true })
}

export const nodesById = (nodes: readonly PreviewNode[]): ReadonlyMap<string, PreviewNode> =>
  new Map(nodes.map((node) => [node.id, node]))
