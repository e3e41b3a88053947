import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/**
 * The cookie a session is known by. Over https it cannot be set or read by anything but this host over https; plain http
 * in an office network has no such cookies at all, so there it is as close as it can be.
 */
export class SessionCookie {
  readonly #secure: boolean
  readonly #name: string

  /** @param secure whether browsers reach the service by https */
  constructor(secure: boolean) {
    this.#secure = secure
    this.#name = secure ? '__Host-hengping' : 'hengping-session'
  }

  read(c: Context): string | null {
    return getCookie(c, this.#name) ?? null
  }

  /** Ends with the browser; how long it counts is the server's business. */
  set(c: Context, token: string): void {
    setCookie(c, this.#name, token, this.#options)
  }

  clear(c: Context): void {
    deleteCookie(c, this.#name, this.#options)
  }

  get #options() {
    return { path: '/', httpOnly: true, sameSite: 'Strict', secure: this.#secure } as const
  }
}
