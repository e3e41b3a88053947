import { parseJson } from '../core/json-text.ts'
import type { Issue } from '../core/issue.ts'
import { parseSubmission } from '../core/parse-submission.ts'
import type { Submission } from '../core/submission.ts'
import { issuesUnder } from '../issue-paths.ts'
import { readTextFile } from '../json-file.ts'
import type { FileIssue, FileParsed } from '../rule-set-files.ts'

/** A submission and where it stands, so that a fault found later can be told with its place. */
export interface GivenSubmission {
  readonly file: string
  /** `[2]` in a list, `第 3 行` in NDJSON, empty for a file that is one submission. */
  readonly place: string
  readonly submission: Submission
}

/** Reads submissions from JSON files (an object or a list) and NDJSON files; all of them, or every fault in them. */
export async function readSubmissionFiles(files: readonly string[]): Promise<FileParsed<GivenSubmission[]>> {
  const given: GivenSubmission[] = []
  const issues: FileIssue[] = []
  for (const file of files) {
    const content = await readInputs(file)
    issues.push(...content.issues)
    for (const { place, input } of content.inputs) {
      const submission = parseSubmission(input)
      if (submission.ok) given.push({ file, place, submission: submission.value })
      else issues.push(...inFile(file, place, submission.issues))
    }
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: given }
}

/** Issues of one submission, told with its file and its place in it. */
export function inFile(file: string, place: string, issues: readonly Issue[]): FileIssue[] {
  const placed = place.startsWith('第')
    ? issues.map((issue) => ({ ...issue, path: issue.path === '' ? place : `${place} ${issue.path}` }))
    : issuesUnder(place, issues)
  return placed.map((issue) => ({ ...issue, file }))
}

interface Input {
  readonly place: string
  readonly input: unknown
}

/** What a file holds, and what of it cannot be read. */
interface Content {
  readonly inputs: readonly Input[]
  readonly issues: readonly FileIssue[]
}

async function readInputs(file: string): Promise<Content> {
  const text = await readTextFile(file)
  if (!text.ok) return { inputs: [], issues: inFile(file, '', text.issues) }
  const content = /\.(ndjson|jsonl)$/i.test(file) ? readLines(file, text.value) : readJson(file, text.value)
  const isEmpty = content.inputs.length === 0 && content.issues.length === 0
  return isEmpty ? { inputs: [], issues: inFile(file, '', [NOTHING]) } : content
}

function readJson(file: string, text: string): Content {
  const json = parseJson(text)
  if (!json.ok) return { inputs: [], issues: inFile(file, '', json.issues) }
  if (!Array.isArray(json.value)) return { inputs: [{ place: '', input: json.value }], issues: [] }
  return { inputs: (json.value as unknown[]).map((input, index) => ({ place: `[${index}]`, input })), issues: [] }
}

function readLines(file: string, text: string): Content {
  const inputs: Input[] = []
  const issues: FileIssue[] = []
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue
    const place = `第 ${index + 1} 行`
    const json = parseJson(line)
    if (json.ok) inputs.push({ place, input: json.value })
    else issues.push(...inFile(file, place, json.issues.map(withoutLine)))
  }
  return { inputs, issues }
}

/** The line is told already, as the file's; within it only the column matters. */
function withoutLine(issue: Issue): Issue {
  return { ...issue, message: issue.message.replace(/^第 1 行/, '') }
}

const NOTHING: Issue = { path: '', code: 'empty', message: '文件里没有填报，请核对文件。' }
