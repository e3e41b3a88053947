import { zh } from '../text/zh-CN.ts'
import type { Session } from './session.svelte.ts'

/** How a person is called where the journal has only the account's id: by name where this window knows it. */
export function personName({ answer, person }: Session, id: string): string {
  const known = [person, ...(answer?.identities ?? [])].find((one) => one?.id === id)
  return known?.name ?? (id === 'service' ? zh.history.service : id)
}
