/**
 * What a batch cannot do without, and nothing else: reads the lines of a file from one byte to another (those that begin
 * there), parses, hashes and writes each. `node pass-through.mjs EVALUATOR INPUT OUTPUT FROM TO`
 */
import { open } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'

const [evaluator, input, output, from, to] = process.argv.slice(2)
const { contentHash } = await import(pathToFileURL(evaluator).href)
const PIECE = 1024 * 1024
const [source, target] = [await open(input, 'r'), await open(output, 'w')]
const end = Number(to)
let position = Number(from)
let rest = Buffer.alloc(0)
// the line that begins before `from` is somebody else's
let skips = position > 0
if (skips) position -= 1
while (position - rest.length < end) {
  const { bytesRead, buffer } = await source.read(Buffer.allocUnsafe(PIECE), 0, PIECE, position)
  const start = position - rest.length
  position += bytesRead
  const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)])
  let first = 0
  if (skips) {
    first = bytes.indexOf(10) + 1
    skips = false
  }
  let last = bytes.lastIndexOf(10) + 1
  // no line that begins at `end` or behind it
  if (start + last > end) {
    const found = bytes.indexOf(10, Math.max(0, end - start - 1))
    last = found < 0 ? last : found + 1
  }
  if (bytesRead === 0 || last <= first) {
    if (bytesRead === 0) break
    rest = bytes
    continue
  }
  const texts = bytes.toString('utf8', first, last).split('\n')
  const written = []
  for (const text of texts) {
    if (text === '') continue
    const value = JSON.parse(text)
    written.push(contentHash(value), ' ', JSON.stringify(value), '\n')
  }
  await target.write(written.join(''))
  if (start + last >= end) break
  rest = Buffer.from(bytes.subarray(last))
}
await source.close()
await target.close()
