import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  checkpointText,
  fingerprintOf,
  originOf,
  parseCheckpoint,
  signedText,
  type Checkpoint,
} from '../../../server/core/proof/checkpoint.ts'
import { fromAsn1, toAsn1 } from '../../../server/core/proof/signature-form.ts'
import { holds, KEY_FILE, openSigner } from '../../../server/sealing/signing-key.ts'
import { runs, seeded } from '../../support/runs.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-key-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const example = (key: string): Checkpoint => ({
  origin: originOf('ab'.repeat(32)),
  receipts: { size: 3, root: 'cd'.repeat(32) },
  journal: { seq: 12, hash: 'ef'.repeat(32) },
  time: '2026-01-02T03:04:05.678Z',
  key,
})

async function signed(): Promise<{ checkpoint: Checkpoint; note: string }> {
  const signer = await openSigner(folder)
  const checkpoint = example(signer.key)
  return { checkpoint, note: signedText(checkpoint, await signer.sign(checkpointText(checkpoint))) }
}

test('a note says what was signed, and the signature holds', async () => {
  const { checkpoint, note } = await signed()
  const read = parseCheckpoint(note)
  if (!read.ok) throw new Error(read.issues[0]?.message)
  const { text, signature, ...said } = read.value
  expect(said).toEqual(checkpoint)
  expect(await holds(said.key, text, signature)).toBe(true)
  expect(parseCheckpoint(`\uFEFF${note.replaceAll('\n', '\r\n')}`)).toEqual(read)
})

test('openssl agrees, with what stands in the note alone', async () => {
  const { note } = await signed()
  const read = parseCheckpoint(note)
  if (!read.ok) throw new Error('unreadable')
  const at = (name: string): string => join(folder, name)
  await writeFile(at('text'), read.value.text)
  await writeFile(at('signature'), read.value.signature)
  await writeFile(at('key'), Buffer.from(read.value.key, 'base64'))
  const args = ['dgst', '-sha256', '-verify', at('key'), '-keyform', 'DER', '-signature', at('signature'), at('text')]
  expect(execFileSync('openssl', args, { encoding: 'utf8' })).toBe('Verified OK\n')
  const fingerprint = execFileSync('openssl', ['dgst', '-sha256', '-r', at('key')], { encoding: 'utf8' }).slice(0, 64)
  expect(fingerprintOf(read.value.key)).toBe(fingerprint)
})

test('whatever is changed in a note, it is unreadable or its signature does not hold', async () => {
  const { note } = await signed()
  for (let place = 0; place < note.length - 1; place++) {
    const other = note[place] === '1' ? '2' : '1'
    const read = parseCheckpoint(note.slice(0, place) + other + note.slice(place + 1))
    if (read.ok) expect(await holds(read.value.key, read.value.text, read.value.signature), `at ${place}`).toBe(false)
  }
})

test('a key is made once, for its owner alone, also when several ask at once', async () => {
  const signers = await Promise.all(Array.from({ length: 8 }, () => openSigner(folder)))
  expect(new Set(signers.map(({ key }) => key)).size).toBe(1)
  expect((await stat(join(folder, KEY_FILE))).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual([KEY_FILE])
  expect(await readFile(join(folder, KEY_FILE), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
  expect((await openSigner(folder)).key).toBe(signers[0]!.key)
})

test(seeded('signatures are the same in both forms, and nothing else is taken for one'), () => {
  const number = fc.uint8Array({ minLength: 64, maxLength: 64 })
  const small = fc.nat(30).map((zeros) => new Uint8Array(64).fill(7, zeros, 32).fill(0x81, 63))
  fc.assert(
    fc.property(fc.oneof(number, small), fc.nat(), (raw, cut) => {
      const form = toAsn1(raw)
      expect(fromAsn1(form)).toEqual(Buffer.from(raw))
      expect(fromAsn1(form.subarray(0, cut % form.length))).toBeNull()
      expect(fromAsn1(Buffer.concat([form, Buffer.of(0)]))).toBeNull()
    }),
    runs(20_000, 1_000),
  )
})
