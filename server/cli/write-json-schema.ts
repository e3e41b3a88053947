import { writeFile } from 'node:fs/promises'
import { ruleSetJsonSchemaText } from '../core/rule-set-json-schema.ts'

/** `npm run schema`: writes `rules/rule-set.schema.json`, which editors read for completion and hints. */
const file = 'rules/rule-set.schema.json'
await writeFile(file, ruleSetJsonSchemaText())
console.log(`已写入 ${file}`)
