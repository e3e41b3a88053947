import { writeFile } from 'node:fs/promises'
import { readGuideSources } from '../docs/read-guide-sources.ts'
import { ruleSetGuide } from '../docs/rule-set-guide.ts'

/** `npm run docs`: writes `docs/rule-sets.md` from `docs/rule-sets/`. */
const file = 'docs/rule-sets.md'
await writeFile(file, ruleSetGuide(await readGuideSources('docs/rule-sets')))
console.log(`已写入 ${file}`)
