import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import type { SubmissionSummary } from '../../server/http/shapes.ts'
import { readSubmission, readSubmissions } from '../api.ts'
import { Loaded } from './loaded.svelte.ts'

/** The submission that formulas are looked at with: one of the rule set's own, until another is chosen. */
export class Sample {
  readonly list = new Loaded<readonly SubmissionSummary[]>()
  readonly submission = new Loaded<Submission>()
  id = $state('')

  async load(ruleSet: RuleSet): Promise<void> {
    await this.list.load((signal) => readSubmissions(ruleSet.subject ?? 'department', signal))
    const all = this.list.value ?? []
    const ours = all.find(({ grading }) => grading?.ruleSet?.id === ruleSet.id) ?? all[0]
    if (ours) await this.turnTo(ours.id)
  }

  turnTo(id: string): Promise<void> {
    this.id = id
    return this.submission.load((signal) =>
      readSubmission(id, signal).then(({ submission }) => submission as unknown as Submission),
    )
  }

  stop(): void {
    this.list.stop()
    this.submission.stop()
  }
}
