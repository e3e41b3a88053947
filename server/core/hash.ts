import { hash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'

/**
 * Names a JSON value by its content: `sha256:` and 64 hex digits of its canonical text in UTF-8.
 * A rule set is hashed as `parseRuleSet` gives it, without the `$schema` of its file.
 * @throws Error where `canonicalJson` does.
 */
export function contentHash(value: unknown): string {
  return `sha256:${hash('sha256', canonicalJson(value), 'hex')}`
}
