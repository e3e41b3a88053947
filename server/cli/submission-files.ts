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
    const inputs = await readInputs(file)
    if (!inputs.ok) {
      issues.push(...inputs.issues)
      continue
    }
    for (const { place, input } of inputs.value) {
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

async function readInputs(file: string): Promise<FileParsed<Input[]>> {
  const text = await readTextFile(file)
  if (!text.ok) return { ok: false, issues: inFile(file, '', text.issues) }
  if (/\.(ndjson|jsonl)$/i.test(file)) return readLines(file, text.value)
  const json = parseJson(text.value)
  if (!json.ok) return { ok: false, issues: inFile(file, '', json.issues) }
  if (!Array.isArray(json.value)) return { ok: true, value: [{ place: '', input: json.value }] }
  if (json.value.length === 0) return { ok: false, issues: [nothingIn(file)] }
  return { ok: true, value: (json.value as unknown[]).map((input, index) => ({ place: `[${index}]`, input })) }
}

function readLines(file: string, text: string): FileParsed<Input[]> {
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
    // the line is told already; only what is wrong in it
    else issues.push(...inFile(file, place, json.issues.map(withoutLine)))
  }
  if (issues.length > 0) return { ok: false, issues }
  return inputs.length > 0 ? { ok: true, value: inputs } : { ok: false, issues: [nothingIn(file)] }
}

function withoutLine(issue: Issue): Issue {
  return { ...issue, message: issue.message.replace(/^第 1 行/, '') }
}

function nothingIn(file: string): FileIssue {
  return { file, path: '', code: 'empty', message: '文件里没有填报，请核对文件。' }
}
