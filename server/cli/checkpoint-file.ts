import { parsed, refused, type Parsed } from '../core/issue.ts'
import { fingerprintOf, parseCheckpoint, type SignedCheckpoint } from '../core/proof/checkpoint.ts'
import { readTextFile } from '../json-file.ts'
import { holds } from '../sealing/signing-key.ts'

/**
 * Reads a checkpoint somebody kept, and makes sure of it.
 * @param fingerprint of the key it has to be signed with, as people write it down; any key when left out
 */
export async function readCheckpointFile(file: string, fingerprint?: string): Promise<Parsed<SignedCheckpoint>> {
  const text = await readTextFile(file)
  if (!text.ok) return text
  const note = parseCheckpoint(text.value)
  const fault = (message: string): Parsed<never> =>
    refused([{ path: '', code: 'checkpoint_wrong', message: `${file}：${message}` }])
  if (!note.ok) return fault(note.issues[0]?.message ?? '')
  const { key, text: signed, signature } = note.value
  if (!(await holds(key, signed, signature))) return fault('签名不对，检查点已被改动，请用另存的原文件。')
  const signer = fingerprintOf(key)
  if (fingerprint !== undefined && fingerprint.toLowerCase().replace(/[\s:]/g, '') !== signer) {
    return fault(`不是用这把密钥签的：它的密钥指纹是 ${signer}，与 --key 写的不同。`)
  }
  return parsed(note.value)
}
