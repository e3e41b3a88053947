import { z } from 'zod'
import { gradingSchema } from '../core/grading.ts'
import { contentHash } from '../core/hash.ts'
import { pathText, parsed, refused, type Issue, type Parsed } from '../core/issue.ts'
import { ruleSetSchema } from '../core/rule-set.ts'
import { submissionSchema } from '../core/submission.ts'

/** The one file in which the first version kept everything. It is only read, to be turned into a journal. */
const databaseSchema = z.strictObject({
  format: z.literal('hengping/database@1'),
  ruleSets: z.array(
    z.strictObject({ id: z.string(), effective: z.string(), hash: z.string(), ruleSet: ruleSetSchema }),
  ),
  submissions: z.array(z.strictObject({ hash: z.string(), submission: submissionSchema })),
  gradings: z.array(gradingSchema),
})
export type Database = z.infer<typeof databaseSchema>

/**
 * The content of a data file, checked: its shape, and that every rule set and submission still has the hash it was kept
 * under, so that a file edited by hand is not taken for what was graded.
 */
export function parseDatabase(input: unknown): Parsed<Database> {
  const result = databaseSchema.safeParse(input)
  if (!result.success) return refused(result.error.issues.slice(0, 5).map(toIssue))
  const database = result.data
  const changed: Issue[] = [
    ...database.ruleSets.flatMap((stored, index) =>
      contentHash(stored.ruleSet) === stored.hash ? [] : [changedIssue(`ruleSets[${index}]`, stored.id)],
    ),
    ...database.submissions.flatMap((stored, index) =>
      contentHash(stored.submission) === stored.hash
        ? []
        : [changedIssue(`submissions[${index}]`, stored.submission.id)],
    ),
  ]
  return changed.length > 0 ? refused(changed) : parsed(database)
}

function toIssue(issue: z.core.$ZodIssue): Issue {
  return {
    path: pathText(issue.path),
    code: 'database_shape',
    message: '这里不是衡评数据文件应有的内容，请用备份恢复，或用 --data 指定另一个目录。',
  }
}

function changedIssue(path: string, id: string): Issue {
  return {
    path,
    code: 'database_changed',
    message: `「${id}」的内容与入库时的指纹不符，数据文件被改动过，请用备份恢复。`,
  }
}
