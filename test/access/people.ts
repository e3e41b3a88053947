import { createAccess, type Access } from '../../server/access/access.ts'
import type { Role } from '../../server/access/roles.ts'
import { PasswordHasher } from '../../server/accounts/password-hasher.ts'
import { contentHash } from '../../server/core/hash.ts'
import type { Store } from '../../server/storage/store.ts'

/** A hash that takes a millisecond: what is tested is not the cost. */
export const QUICK = { N: 1024, r: 8, p: 1 }

/** An account with these roles, as two administrators would make it; nobody knows its password. */
export async function addPerson(
  store: Store,
  id: string,
  roles: readonly Role[],
  units: readonly string[] = [],
  office: string | null = null,
) {
  const secret = { none: id }
  const payload = { id, name: `姓名 ${id}`, password: contentHash(secret) }
  const to = { roles, units, ...(office !== null && { office }) }
  const from = { roles: [], units: [] }
  const added = await store.as('console').commit({ action: 'addAccount', payload }, [secret])
  const given = await store
    .as('console')
    .commit({ action: office === null ? 'setAccountRoles' : 'setAccountRights', payload: { id, from, to } })
  if (!added.ok || !given.ok) throw new Error(`no account ${id}`)
}

/** Access that believes the header `x-person`, an account's name: nobody needs to log in. */
export async function believing(store: Store): Promise<Access> {
  const hasher = new PasswordHasher(QUICK)
  const access = await createAccess(store, {
    mode: 'accounts',
    log: (error) => console.error(error),
    hasher,
  })
  return {
    ...access,
    close: async () => {
      await access.close()
      hasher.close()
    },
    identify: async (c) => {
      const row = await access.accounts.find(c.req.header('x-person') ?? '')
      return row && { person: row, held: null }
    },
  }
}
