import { readFile } from 'node:fs/promises'
import { evaluatorFile } from '../engine-identity.ts'
import type { Store } from '../storage/store.ts'
import { keepEngine } from './engines.ts'
import { readJournalPosition } from './journal-position.ts'
import { Sealing, type CheckpointSource } from './sealing.ts'
import { openSigner } from './signing-key.ts'

/** Checkpoints of a data folder, signed with its own key. */
export const folderCheckpoints = (folder: string): CheckpointSource => ({
  position: () => readJournalPosition(folder),
  signer: () => openSigner(folder),
})

/** Official runs of a data folder that is open; keeps the evaluator that grades from now on. */
export async function openSealing(folder: string, store: Store): Promise<Sealing> {
  if (evaluatorFile) await keepEngine(folder, await readFile(evaluatorFile, 'utf8'))
  return new Sealing(store, folderCheckpoints(folder))
}
