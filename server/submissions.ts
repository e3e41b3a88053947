import { noFence, type Fence } from './access/own-submissions.ts'
import { parsed, refused, type Issue, type Parsed } from './core/issue.ts'
import { parseSubmission } from './core/parse-submission.ts'
import type { Submission } from './core/submission.ts'
import { issuesUnder } from './issue-paths.ts'
import { readFor } from './read-submission.ts'
import { defaultVersion, unknownVersionMessage } from './rule-set-choice.ts'
import { FORM_STATUS } from './storage/changes/forms.ts'
import type { Store, StoredSubmission } from './storage/store.ts'

/**
 * Reads one submission or a list of them, each held to the rule set it is made for, and stores all of them or none.
 * @param fence what whoever hands them in may not hand in
 * @returns what was stored, in the order given; or every fault, with its place in the list
 */
export async function acceptSubmissions(
  store: Store,
  input: unknown,
  fence: Fence = noFence,
): Promise<Parsed<readonly StoredSubmission[]>> {
  const versions = await store.listRuleSets()
  const inputs = Array.isArray(input) ? (input as unknown[]) : [input]
  if (inputs.length === 0) return refused([{ path: '', code: 'empty', message: '清单里没有填报，请至少提交一份。' }])
  const submissions: Submission[] = []
  const issues: Issue[] = []
  for (const [index, entry] of inputs.entries()) {
    const place = Array.isArray(input) ? `[${index}]` : ''
    const submission = parseSubmission(entry)
    if (!submission.ok) {
      issues.push(...issuesUnder(place, submission.issues))
      continue
    }
    issues.push(...issuesUnder(place, await fence(submission.value)))
    issues.push(...issuesUnder(place, await faultsOfForm(store, submission.value)))
    issues.push(...issuesUnder(place, faultsUnderRuleSet(submission.value, versions)))
    submissions.push(submission.value)
  }
  issues.push(...repeatedIds(submissions))
  return issues.length > 0 ? refused(issues) : parsed(await store.putSubmissions(submissions))
}

/** What is filled in step by step comes in that way alone: else nobody could say what was returned and received. */
async function faultsOfForm(store: Store, { id, name }: Submission): Promise<readonly Issue[]> {
  const form = await store.find('forms', id)
  if (!form) return []
  const message = `“${name}”在“填报”页上办理（${FORM_STATUS[form.status]}），请在那里改，或换一个编号。`
  return [{ path: 'id', code: 'has_form', message }]
}

/** A submission nobody says the rule set of can be kept, and is held to one when it is graded. */
function faultsUnderRuleSet(
  submission: Submission,
  versions: Awaited<ReturnType<Store['listRuleSets']>>,
): readonly Issue[] {
  const version = defaultVersion(versions, submission)
  if (version) {
    const read = readFor(version.ruleSet, submission)
    return read.ok ? [] : read.issues
  }
  if (submission.ruleSet === undefined) return []
  const message = unknownVersionMessage(versions, submission.ruleSet, submission.year)
  return [{ path: 'ruleSet', code: 'unknown_name', message }]
}

function repeatedIds(submissions: readonly Submission[]): Issue[] {
  const first = new Map<string, number>()
  return submissions.flatMap(({ id }, index) => {
    const earlier = first.get(id)
    if (earlier === undefined) {
      first.set(id, index)
      return []
    }
    return [{ path: `[${index}].id`, code: 'repeated_id', message: `编号“${id}”与第 ${earlier + 1} 份相同，请改正。` }]
  })
}
