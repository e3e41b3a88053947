import type { Attachment } from 'svelte/attachments'

/** Rows kept beside the window at each end, so that scrolling shows none missing. */
const BESIDE = 12

/**
 * Which rows of a long table the window shows: the others are not in the page. Rows are all of one height, and the page
 * itself scrolls.
 */
export class RowWindow {
  readonly #height: number
  readonly #count: () => number
  #from = $state(0)
  #to = $state(60)

  /** @param height of a row in pixels */
  constructor(count: () => number, height: number) {
    this.#count = count
    this.#height = height
  }

  get first(): number {
    return Math.max(0, Math.min(this.#from - BESIDE, this.#count() - 1))
  }
  get last(): number {
    return Math.min(this.#count(), this.#to + BESIDE)
  }
  /** Height of what is left out above and below. */
  get above(): number {
    return this.first * this.#height
  }
  get below(): number {
    return (this.#count() - this.last) * this.#height
  }

  /** For the element whose rows these are: follows scrolling while it is in the page. */
  readonly follow: Attachment<HTMLElement> = (body) => {
    const look = (): void => {
      const { top } = body.getBoundingClientRect()
      this.#from = Math.max(0, Math.floor(-top / this.#height))
      this.#to = Math.max(0, Math.ceil((window.innerHeight - top) / this.#height))
    }
    look()
    window.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    return () => {
      window.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
    }
  }
}
