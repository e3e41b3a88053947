import type { Form, FormEntries, OpenForm } from '../api-forms.ts'
import type { Problem } from '../../server/http/shapes.ts'
import { mergeEntries } from '../forms/merge-entries.ts'
import { sameJson } from '../forms/same-json.ts'
import { problemOf } from '../problem.ts'
import { formWords } from '../text/forms.zh-CN.ts'
import { isoNow, type KeptEdits, type LocalEdits } from './local-edits.ts'
import { mayPass, SaveClock, type SaveState, type SaveTiming } from './save-clock.ts'

export interface FormCalls {
  save(id: string, revision: number, entries: FormEntries, signal: AbortSignal): Promise<Form>
  read(id: string, signal: AbortSignal): Promise<OpenForm>
}

interface Surroundings {
  readonly calls: FormCalls
  readonly local: LocalEdits<FormEntries>
  /** Whether saving would be in the name of whoever typed. */
  readonly isPresent?: () => boolean
  readonly now?: () => string
  readonly timing?: SaveTiming
}

/** A form on the server and what was typed here: every change is kept in the browser at once and saved a moment later. */
export class SavedForm {
  form: Form = $state.raw() as Form
  entries: FormEntries = $state.raw() as FormEntries
  state: SaveState = $state('saved')
  problem = $state.raw<Problem | null>(null)
  /** What another window, or another person, saved in the meantime. */
  theirs = $state.raw<OpenForm | null>(null)
  /** The browser has no room left: closing the window would lose what was typed. */
  homeless = $state(false)
  /** What another window did not get saved, and what was begun from it has changed since. */
  left = $state.raw<readonly { readonly key: string; readonly edits: KeptEdits<FormEntries> }[]>([])

  /** Several offices fill in this form at once: what they change at different places is put together. */
  isShared = false

  #base: FormEntries
  /** Sent, and not answered: the server may have it all the same. */
  #unanswered: readonly FormEntries[] = []
  #running: Promise<void> | null = null
  /** Files that come and go, one after another. */
  #filing: Promise<void> = Promise.resolve()
  /** How many came or went. */
  #filed = 0
  readonly #clock: SaveClock
  readonly #around: Required<Omit<Surroundings, 'timing'>>

  constructor(
    opened: OpenForm,
    {
      isPresent = () => true,
      now = isoNow,
      timing = { wait: 1500, again: 2000, patience: 20_000 },
      ...around
    }: Surroundings,
  ) {
    this.#around = { ...around, isPresent, now }
    this.#clock = new SaveClock(() => void this.save(), timing)
    this.form = opened.form
    this.entries = opened.entries
    this.#base = opened.entries
    // what the server has by now needs no keeping
    const known = around.local.left()
    const left = known.filter(({ edits }) => !sameJson(edits.edited, opened.entries))
    for (const { key } of known.filter((one) => !left.includes(one))) around.local.drop(key)
    const [only] = left
    // closed before it was saved, and nobody saved since, or only what was on its way: what was typed is simply there again
    if (this.open && left.length === 1 && only && holdsAll(only.edits, opened)) {
      this.edit(() => only.edits.edited)
      around.local.drop(only.key)
    } else this.left = left
  }

  /** Whether anything may be typed into it. */
  get open(): boolean {
    return this.form.status === 'filling' || this.form.status === 'returned'
  }

  get #dirty(): boolean {
    return this.entries !== this.#base && !sameJson(this.entries, this.#base)
  }

  edit(change: (entries: FormEntries) => FormEntries): void {
    if (!this.open) return
    this.entries = change(this.entries)
    if (!this.#dirty && !this.#running && this.state !== 'conflict') return this.#settled()
    this.#keep()
    if (this.state === 'conflict') return
    if (this.state === 'saved') this.state = 'waiting'
    this.#clock.saveSoon()
  }

  /** Saves now what is not saved yet. */
  async save(): Promise<void> {
    this.#clock.stop()
    while (this.#running) await this.#running
    if (this.state === 'conflict') return
    if (!this.#dirty) return this.#settled()
    this.#running = this.#put(this.entries).finally(() => (this.#running = null))
    await this.#running
  }

  /**
   * Takes over what a step, or a file, made of the form. Neither changes what was typed: the revision stays the one it was
   * typed on, so that what another window saved meanwhile is not overwritten.
   */
  stepped(form: Form): void {
    const { revision, hash } = this.form
    this.form = { ...form, revision, hash }
    if (this.state === 'refused' && this.open) void this.save()
  }

  /** A file comes or goes: after those before it, as an answer has all files of its time and none that came later. */
  file(act: () => Promise<Form>): Promise<void> {
    const done = this.#filing.then(async () => {
      this.stepped(await act())
      this.#filed += 1
    })
    this.#filing = done.catch(() => undefined)
    return done
  }

  /** Of what was typed here and what somebody else saved, one stays. */
  async settle(keep: 'mine' | 'theirs'): Promise<void> {
    if (!this.theirs) return
    this.form = this.theirs.form
    this.#base = this.theirs.entries
    if (keep === 'theirs') this.entries = this.theirs.entries
    this.theirs = null
    this.state = 'waiting'
    this.#keep()
    await this.save()
  }

  /** What was left behind against what there is now. */
  bringIn(key: string): void {
    const found = this.left.find((one) => one.key === key)
    if (!found || !this.open || this.state !== 'saved') return
    this.theirs = { form: this.form, entries: this.#base, bureau: {}, changes: [] }
    this.entries = found.edits.edited
    this.state = 'conflict'
    this.#keep()
    this.drop(key)
  }

  drop(key: string): void {
    this.#around.local.drop(key)
    this.left = this.left.filter((one) => one.key !== key)
  }

  stop(): void {
    this.#clock.stop()
  }

  #keep(): void {
    const edits = { revision: this.form.revision, base: this.#base, edited: this.entries, at: this.#around.now() }
    this.homeless = !this.#around.local.keep(edits)
  }

  #settled(): void {
    this.#clock.stop()
    this.#around.local.forget()
    this.homeless = false
    this.problem = null
    this.#clock.succeeded()
    this.state = 'saved'
  }

  async #put(entries: FormEntries): Promise<void> {
    const { calls, isPresent } = this.#around
    if (!isPresent()) return this.#refused({ ...problemOf(null), code: 'other_person', detail: formWords.otherPerson })
    this.state = 'saving'
    const filed = this.#filed
    await this.#clock.withPatience(async (signal) => {
      try {
        const form = await calls.save(this.form.id, this.form.revision, entries, signal)
        // a file that came or went meanwhile may be later than this answer
        this.#saved(filed === this.#filed ? form : { ...form, files: this.form.files }, entries)
      } catch (error) {
        await this.#failed(entries, problemOf(error), signal)
      }
    })
  }

  #saved(form: Form, entries: FormEntries): void {
    this.form = form
    this.#base = entries
    this.#unanswered = []
    if (!this.#dirty) return this.#settled()
    this.#clock.succeeded()
    this.problem = null
    this.state = 'waiting'
    this.#keep()
    this.#clock.saveSoon()
  }

  async #failed(entries: FormEntries, problem: Problem, signal: AbortSignal): Promise<void> {
    if (problem.code === 'form_changed' || problem.code === 'form_submitted') return this.#overtaken(problem, signal)
    if (!mayPass(problem)) return this.#refused(problem)
    if (problem.status === 0) this.#unanswered = [...this.#unanswered, entries]
    this.problem = problem
    this.state = 'away'
    this.#clock.saveAgain()
  }

  #refused(problem: Problem): void {
    this.problem = problem
    this.state = 'refused'
  }

  /** What is not changed in both; false where something is. */
  #putTogether(theirs: OpenForm): boolean {
    const merged = mergeEntries(this.#base, this.entries, theirs.entries)
    if (!merged) return false
    this.form = theirs.form
    this.#base = theirs.entries
    this.entries = merged
    this.state = 'waiting'
    this.#keep()
    this.#clock.saveSoon(0)
    return true
  }

  /** Somebody saved or handed in before us, unless it was us and the answer got lost on its way. */
  async #overtaken(problem: Problem, signal: AbortSignal): Promise<void> {
    try {
      const theirs = await this.#around.calls.read(this.form.id, signal)
      const own = [...this.#unanswered, this.entries].find((sent) => sameJson(theirs.entries, sent))
      if (own) return this.#saved(theirs.form, own)
      if (theirs.form.status === 'submitted' || theirs.form.status === 'received') {
        this.form = theirs.form
        return this.#refused(problem)
      }
      if (this.isShared && this.#putTogether(theirs)) return
      this.theirs = theirs
      this.problem = null
      this.state = 'conflict'
      this.#keep()
    } catch (error) {
      return this.#failed(this.entries, problemOf(error), signal)
    }
  }
}

/** Whether what was kept has everything that the server has by now. */
const holdsAll = ({ revision, base, edited }: KeptEdits<FormEntries>, { form, entries }: OpenForm): boolean =>
  revision === form.revision || sameJson(mergeEntries(base, edited, entries), edited)
