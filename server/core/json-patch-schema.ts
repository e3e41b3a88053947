import { z } from 'zod'
import type { PatchOperation } from './json-patch.ts'

const pointer = z.string().regex(/^(\/([^~/]|~[01])*)*$/)

/** A patch operation as a file or a request says it. Apart from `json-patch.ts`, which also runs in the browser. */
export const patchOperationSchema: z.ZodType<PatchOperation> = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['add', 'replace']), path: pointer, value: z.json() }),
  z.strictObject({ op: z.literal('remove'), path: pointer }),
  z.strictObject({ op: z.literal('move'), from: pointer, path: pointer }),
])
