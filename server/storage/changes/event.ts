import type { ChangeKind } from './change-kind.ts'

/** Something that happened and changes nothing: a login, a refused access, an export. Kept because it must be told. */
export interface EventPayload {
  /** What happened, `login`, `login.failed`, `refused`, `export` … */
  readonly event: string
  /** What it was about: a route, an account, a file. */
  readonly about?: string
  /** Whether it came to what was wanted. */
  readonly ok: boolean
  /** More of it, short; never a password, a token or a whole ID number. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>
}

export const event: ChangeKind<EventPayload> = { apply: () => {} }
