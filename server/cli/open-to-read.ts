import { join } from 'node:path'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import { PackedBodies } from '../storage/bodies.ts'
import { isFile, JOURNAL_FILE, loadFolder, whyNoJournal } from '../storage/load-folder.ts'
import { readOnlyStore } from '../storage/read-only-store.ts'
import type { Store } from '../storage/store.ts'

/** A data folder to look into, in use or not, its whole chain checked. To be closed. */
export async function openToRead(folder: string): Promise<Parsed<Store>> {
  if (!(await isFile(join(folder, JOURNAL_FILE)))) return refused(await whyNoJournal(folder, false))
  const loaded = await loadFolder(folder)
  return loaded.ok ? parsed(readOnlyStore(loaded.value.state, new PackedBodies(folder))) : loaded
}
