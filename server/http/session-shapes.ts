import { z } from 'zod'
import { ROLES } from '../access/roles.ts'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import { issuesFromZod } from '../core/zod-issues.ts'

/** What the API says and takes about who is logged in, and about accounts. */

const role = z.enum(ROLES)
const personSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  roles: z.array(role),
  units: z.array(z.string()),
  /** The one office whose part of a form is filled in; null: all of it. */
  office: z.string().nullable(),
})

export const sessionSchema = z.strictObject({
  /** demo 演示: nobody logs in, and identities are chosen from a list. */
  mode: z.enum(['demo', 'accounts']),
  /** There is no account yet: the link of the first start leads in. */
  setUp: z.boolean(),
  person: personSchema.nullable(),
  /** What has to be done before anything else. */
  held: z.enum(['changePassword', 'enrolSecondFactor']).nullable(),
  /** Milliseconds until the session ends when nothing is done. */
  endsIn: z.number().nullable(),
  /** Whether a second factor is bound. */
  secondFactor: z.boolean(),
  /** What a password must be, as a sentence. */
  passwordRule: z.string(),
  /** The identities of the demo mode. */
  identities: z.array(personSchema),
})
export type SessionAnswer = z.infer<typeof sessionSchema>
export type PersonAnswer = z.infer<typeof personSchema>

export const loginSchema = z.strictObject({
  id: z.string().max(100),
  password: z.string().max(1000),
  code: z.string().max(20).optional(),
})
export const identitySchema = z.strictObject({ id: z.string() })
export const passwordChangeSchema = z.strictObject({ present: z.string().max(1000), next: z.string().max(1000) })
export const factorOfferSchema = z.strictObject({ key: z.string(), uri: z.string() })
export const factorProofSchema = z.strictObject({ password: z.string().max(1000), code: z.string().max(20) })

const firstAccount = z.strictObject({
  id: z.string().max(100),
  name: z.string().max(100),
  password: z.string().max(1000),
})
export const setUpSchema = z.strictObject({
  token: z.string().max(100),
  separation: z.boolean(),
  systemAdministrator: firstAccount,
  securityAdministrator: firstAccount.nullable(),
})
export const doneSchema = z.strictObject({ done: z.literal(true) })

export const userSchema = personSchema.extend({
  disabled: z.boolean(),
  /** Until when it is locked; null when it is not. */
  lockedUntil: z.string().nullable(),
  mustChange: z.boolean(),
  passwordSince: z.string(),
  secondFactor: z.boolean(),
})
export type User = z.infer<typeof userSchema>
export const userListSchema = z.strictObject({
  /** 三员分立 is on. */
  separation: z.boolean(),
  users: z.array(userSchema),
})
export type UserList = z.infer<typeof userListSchema>
export const newUserSchema = z.strictObject({ id: z.string().max(100), name: z.string().max(100) })
/** Told once: nobody can read it again. */
export const passingPasswordSchema = z.strictObject({ id: z.string(), password: z.string() })
const rights = z.strictObject({
  roles: z.array(role),
  units: z.array(z.string().max(200)).max(200),
  office: z.string().max(100).nullable().optional(),
})
export const rightsChangeSchema = z.strictObject({ from: rights, to: rights })
export const stateChangeSchema = z.strictObject({ disabled: z.boolean() })

/** A body held to its shape. */
export function readAs<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const read = schema.safeParse(input)
  return read.success ? parsed(read.data) : refused(issuesFromZod(read.error, input))
}
