import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fromAsn1, toAsn1 } from '../core/proof/signature-form.ts'
import { syncFolder, temporaryName } from '../storage/disk.ts'

/** The private key of a data folder, in PKCS #8 form (PEM): only its owner may read it. */
export const KEY_FILE = 'checkpoint-key.pem'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** What signs checkpoints. */
export interface Signer {
  /** The public key in SPKI form, base64. */
  readonly key: string
  /** @returns the signature in ASN.1 form */
  sign(text: string): Promise<Buffer>
}

/** The key of a data folder, made at its first use. Two processes that make it at once end up with the same one. */
export async function openSigner(folder: string): Promise<Signer> {
  return signerOf((await readIfThere(join(folder, KEY_FILE))) ?? (await putKey(folder, await newKey())))
}

/** One whose key nobody keeps. */
export const newSigner = async (): Promise<Signer> => signerOf(await newKey())

async function signerOf(pem: string): Promise<Signer> {
  const bytes = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const secret = await crypto.subtle.importKey('pkcs8', bytes, ALGORITHM, true, ['sign'])
  const { d: _secret, key_ops: _uses, ...point } = await crypto.subtle.exportKey('jwk', secret)
  const open = await crypto.subtle.importKey('jwk', point, ALGORITHM, true, ['verify'])
  return {
    key: Buffer.from(await crypto.subtle.exportKey('spki', open)).toString('base64'),
    sign: async (text) => toAsn1(new Uint8Array(await crypto.subtle.sign(ALGORITHM, secret, Buffer.from(text)))),
  }
}

/** Whether a signature over a text was made with a key. Never throws: what is no key and no signature holds for nothing. */
export async function holds(key: string, text: string, signature: Uint8Array): Promise<boolean> {
  const raw = fromAsn1(signature)
  if (raw === null) return false
  try {
    const open = await crypto.subtle.importKey('spki', Buffer.from(key, 'base64'), ALGORITHM, false, ['verify'])
    return await crypto.subtle.verify(ALGORITHM, open, raw, Buffer.from(text))
  } catch {
    return false
  }
}

/** Copies the key of a folder that has one into a folder that has none. */
export async function copyKey(from: string, to: string): Promise<void> {
  const pem = await readIfThere(join(from, KEY_FILE))
  if (pem !== null) await putKey(to, pem)
}

async function newKey(): Promise<string> {
  const { privateKey } = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const base64 = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`
}

/** Puts a key in its place, synced, unless one is there by now. @returns the one that is there */
async function putKey(folder: string, pem: string): Promise<string> {
  const file = join(folder, KEY_FILE)
  const written = join(folder, `.${temporaryName()}`)
  const handle = await open(written, 'wx', 0o600)
  try {
    await handle.writeFile(pem)
    await handle.sync()
  } finally {
    await handle.close()
  }
  // a link is made by one of several at once, the others read that one's
  const isFirst = await link(written, file).then(
    () => true,
    (error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? false : Promise.reject(error)),
  )
  await rm(written)
  await syncFolder(folder)
  return isFirst ? pem : readFile(file, 'utf8')
}

function readIfThere(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? null : Promise.reject(error),
  )
}
