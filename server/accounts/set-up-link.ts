import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const VALID_HOURS = 24

/** The way in of the first start: a token that is printed once; only its hash is kept, until it is used or a day has passed. */
export class SetUpLink {
  #hash: Buffer | null
  readonly #until: number
  readonly #now: () => Date
  /** 256 random bits, for whoever reads the console. */
  readonly token: string

  constructor(now: () => Date) {
    this.#now = now
    this.token = randomBytes(32).toString('base64url')
    this.#hash = hashOf(this.token)
    this.#until = now().getTime() + VALID_HOURS * 3_600_000
  }

  opens(token: string): boolean {
    return this.#hash !== null && this.#now().getTime() < this.#until && timingSafeEqual(hashOf(token), this.#hash)
  }

  used(): void {
    this.#hash = null
  }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
