import { pathText, type Issue } from './issue.ts'
import { MAX_ISSUES } from './plain-json.ts'

/** Collects what is wrong, each fault with its path, up to as many as anyone reads. */
export class FaultList {
  readonly issues: Issue[] = []

  /** Nobody reads more; what is costly to say need not be worked out any longer. */
  get full(): boolean {
    return this.issues.length >= MAX_ISSUES
  }

  add(path: readonly PropertyKey[], code: string, message: string): void {
    if (!this.full) this.issues.push({ path: pathText(path), code, message })
  }

  /** Takes over what a parser of one value found; its own paths are relative. */
  addAll(path: readonly PropertyKey[], issues: readonly Issue[]): void {
    const base = pathText(path)
    for (const { path: inner, code, message } of issues) {
      const joined = base === '' || inner === '' || inner.startsWith('[') ? base + inner : `${base}.${inner}`
      if (!this.full) this.issues.push({ path: joined, code, message })
    }
  }
}
