/**
 * Grades again with one kept evaluator, in a process of its own: the evaluator may be of any age, so nothing of today's
 * program is in here, and it may read nothing but its own file. Plain JavaScript, since it runs beside any build.
 *
 *     node [flags] regrade-child.mjs ENGINE sha256:…
 *
 * It is sent `{ open: { hash, text } }` (a rule set), `{ members: { ruleSet, texts, last } }` (what submissions are
 * compared with, in parts), and `{ batch, ruleSet, items: [{ submission, grounds }] }`, which it answers with
 * `{ batch, results }`.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [file, name] = process.argv.slice(2)
const hash = createHash('sha256').update(readFileSync(file)).digest('hex')
if (`sha256:${hash}` !== name) throw new Error(`${file} is not ${name}`)

/** @type {{ createRegrader(ruleSet: string, hash: string): import('../evaluator.ts').Regrader }} */
const { createRegrader } = await import(pathToFileURL(file).href)

/** @type {Map<string, { regrader: import('../evaluator.ts').Regrader, members: string[] }>} */
const opened = new Map()

async function answer(ruleSet, { submission, grounds }) {
  try {
    return await opened.get(ruleSet).regrader.regrade(submission, grounds)
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) }
  }
}

process.on('message', async (message) => {
  if (message.open) {
    opened.set(message.open.hash, { regrader: createRegrader(message.open.text, message.open.hash), members: [] })
  } else if (message.members) {
    const { ruleSet, texts, last } = message.members
    const entry = opened.get(ruleSet)
    entry.members.push(...texts)
    if (last) entry.regrader.compare(entry.members.splice(0))
  } else {
    const results = []
    for (const item of message.items) results.push(await answer(message.ruleSet, item))
    process.send({ batch: message.batch, results })
  }
})
process.on('disconnect', () => process.exit())
