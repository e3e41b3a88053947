import { readRounds, type Round } from '../api-rounds.ts'
import { Loaded } from './loaded.svelte.ts'

/** How long after an answer rounds that are under way are looked at again, in milliseconds. */
const LOOK_EVERY = 2_000

/** Every round there was, looked at again while one is under way. */
export class RoundList {
  readonly loaded = new Loaded<Round[]>()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Of the latest look: it alone goes on looking. */
  #turn = 0

  /** One look follows the answer to the one before: an answer that takes long is waited for. */
  async look(): Promise<void> {
    clearTimeout(this.#timer)
    const turn = (this.#turn += 1)
    await this.loaded.load(readRounds)
    const isUnderWay = this.loaded.value?.some(({ state }) => state === 'waiting' || state === 'running')
    if (turn === this.#turn && isUnderWay) this.#timer = setTimeout(() => void this.look(), LOOK_EVERY)
  }

  stop(): void {
    this.#turn += 1
    clearTimeout(this.#timer)
    this.loaded.stop()
  }
}
