import { z } from '@hono/zod-openapi'
import { ruleSetSchema } from '../core/rule-set.ts'
import { cellProblemSchema } from './import-shapes.ts'

/** What the API says of the files that rule sets are made from: the scoring table of a notice, a rule set's own file. */

const noticeItemSchema = z.strictObject({
  code: z.string(),
  /** Id of the indicator it is about; null when it is about the table. */
  indicator: z.string().nullable(),
  /** From 1; null when it is about none. */
  row: z.int().nullable(),
  /** The place in the indicator's criterion, in UTF-16 units. */
  from: z.int().nullable(),
  to: z.int().nullable(),
  sentence: z.string(),
  message: z.string(),
})

export const noticeAnswerSchema = z.strictObject({
  /** Which table of the file was read: a sheet's name, 第 2 张表; empty for a file that is one table. */
  table: z.string(),
  ruleSet: ruleSetSchema,
  criteria: z.array(
    z.strictObject({
      indicator: z.string(),
      label: z.string(),
      row: z.int(),
      text: z.string(),
      recognised: z.boolean(),
      sentences: z.array(
        z.strictObject({
          from: z.int(),
          to: z.int(),
          text: z.string(),
          recognised: z.string().nullable(),
          note: z.string().nullable(),
        }),
      ),
    }),
  ),
  /** What was not read, and has to be settled by hand. */
  open: z.array(noticeItemSchema),
  /** What was read in one of several possible ways, and which. */
  assumptions: z.array(noticeItemSchema),
})

export const ruleFileAnswerSchema = z.strictObject({
  /** Null where there are problems. */
  ruleSet: ruleSetSchema.nullable(),
  hash: z.string().nullable(),
  problems: z.array(cellProblemSchema),
})
