import { contentHash } from '../core/hash.ts'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import { parseJson } from '../core/json-text.ts'
import { parseRuleSet } from '../core/parse-rule-set.ts'
import type { RuleSet } from '../core/rule-set.ts'
import { decodeText } from '../documents/decode-text.ts'
import type { CellProblem } from '../documents/import/cell-fault.ts'
import { LIMITS } from '../documents/limits.ts'
import { isRuleSetWorkbook, readRuleSetTables } from '../documents/rule-set/read-rule-set.ts'
import { ruleSetWorkbook } from '../documents/rule-set/write-rule-set.ts'
import { readTables } from '../documents/xlsx/read-workbook.ts'
import { writeWorkbook } from '../documents/xlsx/write/write-workbook.ts'

/** A rule set that somebody hands in as a file, or what is wrong with it, each with its cell. */
export interface RuleFileAnswer {
  readonly ruleSet: RuleSet | null
  readonly hash: string | null
  /** Where the file is JSON, `name` is the path of the member. */
  readonly problems: readonly CellProblem[]
}

/** Reads a rule set from a workbook as `performWriteRules` writes it, or from JSON; told by its content. */
export async function performReadRules({ bytes }: { readonly bytes: string }): Promise<Parsed<RuleFileAnswer>> {
  return readRuleFile(Buffer.from(bytes, 'base64'))
}

export async function readRuleFile(file: Buffer): Promise<Parsed<RuleFileAnswer>> {
  if (file.length > LIMITS.fileBytes)
    return fault('file_too_large', `文件超过 ${LIMITS.fileBytes / 1024 / 1024} MB，不是指标体系。`)
  if (!file.subarray(0, 2).equals(Buffer.from('PK'))) return readText(file)
  const tables = await readTables(file)
  if (!tables.ok) return tables
  if (!isRuleSetWorkbook(tables.value))
    return fault('no_rule_set', '这不是从指标体系导出的工作簿；要读通知里的评分表，请用“从通知生成”。')
  const read = readRuleSetTables(tables.value)
  return parsed(read.ok ? found(read.ruleSet) : { ruleSet: null, hash: null, problems: read.problems })
}

function readText(file: Buffer): Parsed<RuleFileAnswer> {
  const text = decodeText(file)
  if (!text.ok) return text
  if (!/^\uFEFF?\s*\{/u.test(text.value))
    return fault('no_rule_set', '这不是指标体系的文件，请选从这里导出的 xlsx 或 JSON。')
  const json = parseJson(text.value)
  const read = json.ok ? parseRuleSet(json.value) : json
  if (read.ok) return parsed(found(read.value))
  const problems = read.issues.map(({ path, message }) => ({ sheet: '', row: null, column: null, name: path, message }))
  return parsed({ ruleSet: null, hash: null, problems })
}

const found = (ruleSet: RuleSet): RuleFileAnswer => ({ ruleSet, hash: contentHash(ruleSet), problems: [] })

/** The workbook of a rule set, in base64. */
export function performWriteRules({ ruleSet }: { readonly ruleSet: unknown }): Parsed<string> {
  const read = parseRuleSet(ruleSet)
  return read.ok ? parsed(writeWorkbook(ruleSetWorkbook(read.value)).toString('base64')) : read
}

const fault = (code: string, message: string): Parsed<never> => refused([{ path: '', code, message }])
