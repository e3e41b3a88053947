import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSubmission } from './core/parse-submission.ts'
import type { Submission } from './core/submission.ts'
import { readJsonFile } from './json-file.ts'
import { readRuleSetFolder } from './rule-set-files.ts'
import { generateDistrict } from './sample/district.ts'
import type { Services } from './services.ts'
import type { Store } from './storage/store.ts'
import { acceptSubmissions } from './submissions.ts'

/** The made-up district that a new data folder begins with. */
const SAMPLE_DISTRICT = { seed: 2024, departments: 60, projects: 140 }

type Tell = (line: string) => void

/** A store with no more submissions than this is graded before it is served. */
const GRADED_FIRST = 500

/**
 * Brings the store up to date at a start: rule sets that are new in `rules/`, for a store without submissions the
 * examples (unless they are not wanted), and gradings for whatever has none. Faults in files are told and left out; nothing stored is overwritten.
 * @returns once it can be served; `graded` settles when everything has its grading, which takes longer where there is
 *   much of it, or when it was stopped
 */
export async function loadData(
  { store, gradings }: Pick<Services, 'store' | 'gradings'>,
  root: string,
  options: { readonly examples: boolean; readonly signal: AbortSignal },
  tell: Tell,
): Promise<{ readonly graded: Promise<void> }> {
  await loadRuleSets(store, join(root, 'rules'), tell)
  if (options.examples && (await store.list('submissions')).length === 0)
    await loadExamples(store, join(root, 'fixtures'), tell)
  const graded = gradeOpen(gradings, options.signal, tell)
  if ((await store.list('submissions')).length <= GRADED_FIRST) await graded
  return { graded }
}

async function gradeOpen(gradings: Services['gradings'], signal: AbortSignal, tell: Tell): Promise<void> {
  let told = 0
  const { graded, refused } = await gradings.gradeAll((done, total) => {
    if (done < total && done - told < Math.max(50, total / 20)) return
    told = done
    tell(`评分并双算核验：${done} / ${total}`)
  }, signal)
  if (refused.length > 0) tell(`评分完成 ${graded} 份，另有 ${refused.length} 份填报不合指标体系的要求，没有评分。`)
}

async function loadRuleSets(store: Store, folder: string, tell: Tell): Promise<void> {
  const { files, issues } = await readRuleSetFolder(folder)
  for (const { ruleSet, id, effective, file } of files) {
    const added = await store.addRuleSet(ruleSet)
    if (added === 'added') tell(`读入指标体系：${ruleSet.title ?? id}（${id}@${effective}）`)
    if (added === 'different') {
      tell(`${file} 与已存的“${id}@${effective}”内容不同，已发布的版本不改，仍用已存的；要改请另立一个生效日期。`)
    }
  }
  for (const issue of issues.slice(0, 20)) tell(`${issue.file}:${issue.path} ${issue.message}`)
  if (issues.length > 0) tell(`有问题的指标体系文件没有读入，共 ${issues.length} 处。`)
}

async function loadExamples(store: Store, folder: string, tell: Tell): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort()
  const examples: Submission[] = []
  for (const name of names) {
    const content = await readJsonFile(join(folder, name))
    const submission = content.ok ? parseSubmission(content.value) : content
    if (submission.ok) examples.push(submission.value)
    else tell(`${name}:${submission.issues[0]?.path} ${submission.issues[0]?.message}`)
  }
  await take(store, examples, `读入示例填报 ${examples.length} 份`, tell)
  const district = generateDistrict(SAMPLE_DISTRICT)
  const what = `生成示例数据：部门 ${SAMPLE_DISTRICT.departments} 个、项目 ${SAMPLE_DISTRICT.projects} 个（均标明“示例数据”）`
  await take(store, district, what, tell)
}

async function take(store: Store, submissions: readonly Submission[], done: string, tell: Tell): Promise<void> {
  if (submissions.length === 0) return
  const accepted = await acceptSubmissions(store, submissions)
  if (accepted.ok) tell(done)
  else for (const issue of accepted.issues.slice(0, 5)) tell(`示例没有读入：${issue.path} ${issue.message}`)
}
