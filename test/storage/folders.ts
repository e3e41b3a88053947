import { openEmbeddedStore, type OpenOptions } from '../../server/storage/embedded-store.ts'
import type { Store } from '../../server/storage/store.ts'

/** Opens a data folder, or throws its sentences. */
export async function openStore(folder: string, options: Partial<OpenOptions> = {}): Promise<Store> {
  const store = await openEmbeddedStore(folder, { create: true, ...options })
  if (!store.ok) throw new Error(store.issues.map((issue) => issue.message).join('\n'))
  return store.value
}

/** The code and sentence a folder is refused with, or `opened`. */
export async function whyRefused(folder: string, options: Partial<OpenOptions> = {}): Promise<string> {
  const store = await openEmbeddedStore(folder, { create: true, ...options })
  if (!store.ok) return store.issues.map((issue) => `${issue.code} ${issue.path} ${issue.message}`).join('\n')
  await store.value.close()
  return 'opened'
}
