import type { Context } from 'hono'
import type { Role } from './roles.ts'
import type { Store } from '../storage/store.ts'
import type { Fence } from './own-submissions.ts'

/** Whoever makes a request. */
export interface Person {
  /** What the journal calls them. */
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Units a department account fills in for. */
  readonly units: readonly string[]
  /** The one office of those units whose part of a form it fills in; null or absent: all of it. */
  readonly office?: string | null
}

export interface Visitor {
  readonly person: Person
  /** What has to be done before anything else: then only the routes of one's own account answer. */
  readonly held: 'changePassword' | 'enrolSecondFactor' | null
}

/** Who makes a request; null when nobody is logged in. */
export type Identify = (c: Context) => Promise<Visitor | null>

declare module 'hono' {
  interface ContextVariableMap {
    /** Who asks. Not there on routes that answer anyone. */
    person: Person
    /**
     * What the person may see, every change in their name. Routes read and write through this and nothing else;
     * where the matrix says `own`, nothing but their own units' submissions and gradings is in it.
     */
    store: Store
    /** What they may not hand in. */
    fence: Fence
  }
}
