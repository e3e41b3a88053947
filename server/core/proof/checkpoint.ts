import { createHash } from 'node:crypto'
import { parsed, refused, type Parsed } from '../issue.ts'

/**
 * A checkpoint says, signed, how far a data folder has got: kept outside, it shows later whether anything was taken back
 * or rewritten. It is a signed note (C2SP signed-note and tlog-checkpoint): lines of text, an empty line, and the
 * signature over all before it.
 */
export interface Checkpoint {
  /** Which data folder: `hengping/` and the beginning of the hash of its first record. */
  readonly origin: string
  /** Receipts of all official runs: how many, and the root of the tree over them in hex. */
  readonly receipts: { readonly size: number; readonly root: string }
  /** The last record of the journal. */
  readonly journal: { readonly seq: number; readonly hash: string }
  /** By the clock of whoever signed, ISO 8601 in UTC. */
  readonly time: string
  /** The public key in SPKI form, base64. */
  readonly key: string
}

export interface SignedCheckpoint extends Checkpoint {
  /** The lines that are signed. */
  readonly text: string
  /** ECDSA over P-256 and SHA-256, in the ASN.1 form that openssl writes and reads. */
  readonly signature: Buffer
}

/** The folder whose journal begins with the record of that hash. */
export const originOf = (firstRecord: string): string => `hengping/${firstRecord.slice(0, 16)}`

/** How people name a key, on paper and on the telephone: SHA-256 of its SPKI form, in hex. */
export const fingerprintOf = (key: string): string =>
  createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex')

/** The lines to be signed. */
export function checkpointText({ origin, receipts, journal, time, key }: Checkpoint): string {
  const root = Buffer.from(receipts.root, 'hex').toString('base64')
  return `${origin}\n${receipts.size}\n${root}\njournal ${journal.seq} ${journal.hash}\ntime ${time}\nkey ${key}\n`
}

/** The whole note. @param signature in ASN.1 form */
export function signedText(checkpoint: Checkpoint, signature: Uint8Array): string {
  const named = Buffer.concat([keyId(checkpoint.key), signature]).toString('base64')
  return `${checkpointText(checkpoint)}\n— ${checkpoint.origin} ${named}\n`
}

const NOTE =
  /^(?<text>(?<origin>hengping\/[0-9a-f]{16})\n(?<size>0|[1-9]\d{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\njournal (?<seq>[1-9]\d{0,14}) (?<hash>[0-9a-f]{64})\ntime (?<time>\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)\nkey (?<key>[A-Za-z0-9+/]+={0,2})\n)\n— \S+ (?<signature>[A-Za-z0-9+/]+={0,2})\n?$/

/** Reads a note. Whether its signature holds is asked elsewhere. Line breaks may have become those of Windows on the way. */
export function parseCheckpoint(note: string): Parsed<SignedCheckpoint> {
  const text = note.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  type Part = 'text' | 'origin' | 'size' | 'root' | 'seq' | 'hash' | 'time' | 'key' | 'signature'
  const found = NOTE.exec(text)?.groups as Record<Part, string> | undefined
  if (!found) return unreadable()
  const named = Buffer.from(found.signature, 'base64')
  const checkpoint: SignedCheckpoint = {
    origin: found.origin,
    receipts: { size: Number(found.size), root: Buffer.from(found.root, 'base64').toString('hex') },
    journal: { seq: Number(found.seq), hash: found.hash },
    time: found.time,
    key: found.key,
    text: found.text,
    signature: named.subarray(4),
  }
  // written again it is the same: nothing in it can be spelt in two ways
  const again = signedText(checkpoint, checkpoint.signature)
  return again === text || again === `${text}\n` ? parsed(checkpoint) : unreadable()
}

function unreadable(): Parsed<never> {
  const message = '不是衡评的检查点，或已被改动；请用 hengping checkpoint 或页面下载的原文件。'
  return refused([{ path: '', code: 'checkpoint_unreadable', message }])
}

/** The first bytes of a signature in a note say whose it is. */
const keyId = (key: string): Buffer => createHash('sha256').update(Buffer.from(key, 'base64')).digest().subarray(0, 4)
