import { Archive } from '../../server/documents/zip/archive.ts'

/** Everything an archive says: names and texts of its parts, those of archives inside it too. */
export async function archiveText(bytes: Buffer): Promise<string> {
  const archive = await Archive.open(bytes)
  const texts: string[] = []
  for (const [name, part] of archive.parts) {
    const pieces: Buffer[] = []
    for await (const piece of archive.read(part)) pieces.push(piece)
    const content = Buffer.concat(pieces)
    texts.push(name, content.subarray(0, 2).toString() === 'PK' ? await archiveText(content) : content.toString())
  }
  return texts.join('\n')
}
