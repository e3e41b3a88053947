import type { CheckpointSource } from './sealing.ts'
import { newSigner } from './signing-key.ts'

/** Checkpoints of a store that ends with the process: signed with a key that does too, over a journal nobody keeps. */
export function passingCheckpoints(): CheckpointSource {
  const signer = newSigner()
  const nothing = '0'.repeat(64)
  return { position: async () => ({ first: nothing, seq: 1, hash: nothing }), signer: () => signer }
}
