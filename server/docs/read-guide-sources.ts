import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { examplesSchema, type Example } from './guide-example.ts'
import { mistakesSchema, type Mistake } from './mistakes.ts'
import type { GuideSources } from './rule-set-guide.ts'

/** Reads the hand-written text, the examples and the mistakes that docs/rule-sets.md is made of; throws on bad ones. */
export async function readGuideSources(folder: string): Promise<GuideSources> {
  const [frame, examples, mistakes] = await Promise.all(
    ['guide.md', 'examples.json', 'mistakes.json'].map((name) => readFile(join(folder, name), 'utf8')),
  )
  // checked, but kept as written: a schema would put the keys in its own order
  const [written, wrong] = [JSON.parse(examples ?? ''), JSON.parse(mistakes ?? '')] as [Example[], Mistake[]]
  examplesSchema.parse(written)
  mistakesSchema.parse(wrong)
  return { frame: frame ?? '', examples: written, mistakes: wrong }
}
