import { z } from 'zod'
import type { PatchOperation } from './json-patch.ts'
import type { JsonValue } from './plain-json.ts'

const pointer = z.string().regex(/^(\/([^~/]|~[01])*)*$/)

/** Any JSON value. */
export const jsonValueSchema: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(jsonValueSchema),
    z.record(z.string(), jsonValueSchema),
  ]),
)

/** A patch operation as a file or a request says it. Apart from `json-patch.ts`, which also runs in the browser. */
export const patchOperationSchema: z.ZodType<PatchOperation> = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['add', 'replace']), path: pointer, value: jsonValueSchema }),
  z.strictObject({ op: z.literal('remove'), path: pointer }),
  z.strictObject({ op: z.literal('move'), from: pointer, path: pointer }),
])
