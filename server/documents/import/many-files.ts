import type { Submission } from '../../core/submission.ts'
import { cellPlace, type CellProblem } from './cell-fault.ts'

/** At most so many at once: what was read of all of them is held until they can be taken. */
export const MOST_FILES = 5_000

/** What one of many files gave: whole submissions, and every fault of what was left out. */
export interface FileRead {
  readonly file: string
  readonly submissions: readonly Submission[]
  readonly problems: readonly CellProblem[]
  /** Sentences on what was changed, left out or is still missing. */
  readonly notes: readonly string[]
}

/**
 * What a file of a folder is: a table somebody handed in, what programs keep beside it (of an open spreadsheet, or a list
 * of errors), or something else.
 * @param path with slashes
 */
export function kindOfFile(path: string): 'table' | 'leaving' | 'other' {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (/^(?:~\$|\.)/.test(name) || /\.错误\.\w+$/.test(name)) return 'leaving'
  return /\.(?:xlsx|csv|tsv|txt|xls|xlsm|et)$/i.test(name) ? 'table' : 'other'
}

/**
 * Leaves out what several files hand in under one number: which of them holds, only their senders know.
 * @returns the same files in the same order, each with a problem for every unit that another file hands in too
 */
export function withoutRepeats(files: readonly FileRead[]): FileRead[] {
  const places = new Map<string, string[]>()
  for (const { file, submissions } of files)
    for (const { id } of submissions) places.set(id, [...(places.get(id) ?? []), file])
  return files.map((read) => {
    const repeated = read.submissions.filter(({ id }) => (places.get(id)?.length ?? 0) > 1)
    if (repeated.length === 0) return read
    const problems = repeated.map(({ id, name }): CellProblem => {
      const others = places.get(id)?.filter((file) => file !== read.file) ?? []
      const message = `${others.map((file) => `“${file}”`).join('、')}里也有填报“${id}”，不知道以哪份为准，都没有导入；请只留一份，或写上不同的单位编号。`
      return { sheet: '', row: null, column: null, name, message }
    })
    const submissions = read.submissions.filter((one) => !repeated.includes(one))
    return { ...read, submissions, problems: [...read.problems, ...problems] }
  })
}

/** Heads of the list of what was left out, and its rows: a cell a row. */
export const FAULT_HEADS = ['文件', '工作表', '位置', '数据项', '原因和改法'] as const
export const faultRows = (files: readonly FileRead[]): string[][] =>
  files.flatMap(({ file, problems }) =>
    problems.map((problem) => [file, problem.sheet, cellPlace(problem), problem.name, problem.message]),
  )
