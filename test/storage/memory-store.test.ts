import { createMemoryStore } from '../../server/storage/memory-store.ts'
import { storeContract } from './store-contract.ts'

storeContract('memory store', async () => createMemoryStore())
