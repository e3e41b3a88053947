import { SvelteSet } from 'svelte/reactivity'
import { gradeSubmission, readGrading, readRuleSet, readSubmission } from '../api.ts'
import { readRoundGrading, type Round } from '../api-rounds.ts'
import type { Grading } from '../../server/core/grading.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import type { RuleSetSummary } from '../../server/http/shapes.ts'
import { assumedFacts } from '../grading/assumed-facts.ts'
import { ledgerSections } from '../grading/ledger.ts'
import { lossSteps } from '../grading/losses.ts'
import { selfScoresOf, sumOf } from '../grading/self-scores.ts'
import { findIndicator } from '../rule-set/tree.ts'
import { Loaded } from './loaded.svelte.ts'

interface Papers {
  readonly grading: Grading
  readonly submission: Submission
  readonly ruleSet: RuleSet
  /** What is said of the rule set in a line. */
  readonly summary: Pick<RuleSetSummary, 'id' | 'effective' | 'title' | 'status'>
  /** The round it is a result of; null for what is current. */
  readonly round: Round | null
}

async function readPapers(id: string, signal: AbortSignal): Promise<Papers> {
  const [grading, { submission }] = await Promise.all([readGrading(id, signal), readSubmission(id, signal)])
  const ruleSet = await readRuleSet(grading.ruleSet.id, grading.ruleSet.effective, signal)
  return { grading, submission, round: null, ...ruleSet }
}

async function readRoundPapers(round: string, id: string, signal: AbortSignal): Promise<Papers> {
  const papers = await readRoundGrading(round, id, signal)
  const { id: ruleSet, effective, title } = papers.round.ruleSet
  const status = papers.ruleSet.provenance?.status ?? 'unverified'
  return { ...papers, summary: { id: ruleSet, effective, title, status } }
}

/** One submission's grading with what is needed to read it. */
export class Account {
  readonly id: string
  readonly #round: string | null
  readonly papers = new Loaded<Papers>()
  /** Top blocks whose full marks are unfolded. */
  readonly unfolded = new SvelteSet<string>()

  /** @param round the round whose result it is; what is current when left out */
  constructor(id: string, round: string | null = null) {
    this.id = id
    this.#round = round
  }

  #grading = $derived(this.papers.value?.grading ?? null)
  #sections = $derived(ledgerSections(this.#grading?.indicators ?? []))
  #steps = $derived(this.#grading ? lossSteps(this.#grading) : [])
  #self = $derived(selfScoresOf(this.#grading?.indicators ?? [], this.papers.value?.submission.selfScores))
  #assumed = $derived(this.papers.value ? assumedFacts(this.papers.value.submission, this.papers.value.ruleSet) : [])
  #indicators = $derived(this.papers.value?.ruleSet.indicators ?? [])

  get sections() {
    return this.#sections
  }
  get steps() {
    return this.#steps
  }
  /** Self scores by node id, in thousandths. */
  get self() {
    return this.#self
  }
  get selfTotal() {
    return sumOf((this.#grading?.indicators ?? []).map((node) => this.#self.get(node.id)))
  }
  get assumed() {
    return this.#assumed
  }
  get decimals(): number {
    return this.papers.value?.ruleSet.decimals ?? 2
  }
  get grades(): string[] {
    return (this.papers.value?.ruleSet.grades ?? []).map((grade) => grade.name)
  }
  get fullLeaves(): number {
    return this.#sections.reduce((sum, section) => sum + section.fullLeaves, 0)
  }
  get allUnfolded(): boolean {
    return this.#sections.every((section) => section.fullLeaves === 0 || this.unfolded.has(section.root.id))
  }

  /** The rule set's words on a node; null for a row's leaf, which is called `<indicator>/<row>`. */
  indicatorOf(nodeId: string): Indicator | null {
    return findIndicator(this.#indicators, nodeId)
  }

  toggle(root: string): void {
    if (!this.unfolded.delete(root)) this.unfolded.add(root)
  }

  toggleAll(): void {
    const fold = this.allUnfolded
    this.unfolded.clear()
    if (!fold) this.#sections.forEach((section) => this.unfolded.add(section.root.id))
  }

  load(): Promise<void> {
    const round = this.#round
    return this.papers.load((signal) =>
      round === null ? readPapers(this.id, signal) : readRoundPapers(round, this.id, signal),
    )
  }

  /** Has the submission graded, then reads the result. */
  grade(): Promise<void> {
    return this.papers.load(async (signal) => {
      await gradeSubmission(this.id)
      return readPapers(this.id, signal)
    })
  }
}
