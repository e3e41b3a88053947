import { pathText, type Issue } from './issue.ts'
import { MAX_ISSUES } from './plain-json.ts'

/** Collects what is wrong, each fault with its path, up to as many as anyone reads. */
export class FaultList {
  readonly issues: Issue[] = []

  /** Nobody reads more; what is costly to say need not be worked out any longer. */
  get full(): boolean {
    return this.issues.length >= MAX_ISSUES
  }

  /** @param message a function where it is costly to say, such as what was meant by a name */
  add(path: readonly PropertyKey[], code: string, message: string | (() => string)): void {
    if (this.full) return
    const said = typeof message === 'string' ? message : message()
    this.issues.push({ path: pathText(path), code, message: cut(said) })
  }

  /** Takes over what a parser of one value found; its own paths are relative. */
  addAll(path: readonly PropertyKey[], issues: readonly Issue[]): void {
    const base = pathText(path)
    for (const { path: inner, code, message } of issues) {
      const joined = base === '' || inner === '' || inner.startsWith('[') ? base + inner : `${base}.${inner}`
      if (!this.full) this.issues.push({ path: joined, code, message: cut(message) })
    }
  }
}

/** The middle of a sentence that lists or quotes more than anyone reads is left out. */
function cut(message: string): string {
  return message.length <= 1_000 ? message : `${message.slice(0, 800)}……${message.slice(-100)}`
}
