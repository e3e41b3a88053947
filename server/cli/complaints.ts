import type { Issue } from '../core/issue.ts'
import type { FileIssue } from '../rule-set-files.ts'
import { UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** More than this scrolls away; the rest is counted. */
const SHOWN = 50

/** Every issue to standard error, one sentence a line: `文件:路径 句子`. */
export function printIssues(terminal: Terminal, issues: readonly (Issue | FileIssue)[]): ExitCode {
  for (const issue of issues.slice(0, SHOWN)) terminal.complain(clean(complaint(issue)))
  if (issues.length > SHOWN) terminal.complain(`另有 ${issues.length - SHOWN} 处问题，改好以上各处后再看。`)
  return UNUSABLE
}

function complaint(issue: Issue | FileIssue): string {
  const file = 'file' in issue ? issue.file : ''
  const place = issue.path === '' ? file : file === '' ? issue.path : `${file}:${issue.path}`
  return place === '' ? issue.message : `${place} ${issue.message}`
}
