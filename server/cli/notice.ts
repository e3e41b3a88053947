import { readFile } from 'node:fs/promises'
import { refused, type Parsed } from '../core/issue.ts'
import type { NoticeItem, NoticeReading } from '../core/notice/notice-reading.ts'
import { readNotice, type NoticeOptions } from '../core/notice/read-notice.ts'
import { performNotice } from '../evaluation/notice-job.ts'
import { readTextFile } from '../json-file.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { DONE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** Writes a file that must not be there yet. */
export type WriteNew = (file: string, content: string | Uint8Array, terminal: Terminal) => Promise<ExitCode>

/** `hengping rules read`: the scoring table of a notice (TSV, CSV, xlsx, docx) as a draft rule set, and all that is left to settle. */
export async function readTable(args: readonly string[], writeNew: WriteNew, terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, {
    year: { type: 'string' },
    id: { type: 'string', default: 'draft' },
    title: { type: 'string' },
    region: { type: 'string', default: '未写明' },
    subject: { type: 'string', default: 'department' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  const { subject, year = '', out } = values
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0 || !/^\d{4}$/.test(year) || (out === undefined && !values.json)) {
    terminal.complain(
      '请写明读哪张表、用于哪一年、写到哪里，如 hengping rules read 评分表.tsv --year 2026 --out draft.json。',
    )
    return UNUSABLE
  }
  if (subject !== 'department' && subject !== 'project') {
    terminal.complain('--subject 只能是 department（部门）或 project（项目），请改正。')
    return UNUSABLE
  }
  const title = values.title ?? fileName(file)
  const named: NoticeOptions = { id: values.id, title, region: values.region, subject, year: Number(year) }
  const reading = /\.(?:xlsx|docx)$/iu.test(file) ? await readOffice(file, named) : await readText(file, named)
  if (!reading.ok)
    return printIssues(
      terminal,
      reading.issues.map((issue) => ({ ...issue, file })),
    )
  if (out !== undefined) {
    const written = await writeNew(out, `${JSON.stringify(reading.value.ruleSet, null, 2)}\n`, terminal)
    if (written !== DONE) return written
  }
  terminal.print(
    values.json
      ? JSON.stringify(reading.value, null, 2)
      : noticeText(reading.value, out ?? '')
          .map(clean)
          .join('\n'),
  )
  return DONE
}

async function readText(file: string, named: NoticeOptions): Promise<Parsed<NoticeReading>> {
  const text = await readTextFile(file)
  return text.ok ? readNotice(text.value, named) : text
}

async function readOffice(file: string, options: NoticeOptions): Promise<Parsed<NoticeReading>> {
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return refused([{ path: '', code: 'no_file', message: '没有这个文件或读不了，请核对路径。' }])
  return performNotice({ bytes: bytes.toString('base64'), options })
}

const fileName = (file: string): string => file.replace(/^.*[\\/]/u, '').replace(/\.[^.]*$/u, '')

function noticeText({ criteria, open, assumptions }: NoticeReading, out: string): string[] {
  const read = criteria.filter(({ recognised }) => recognised).length
  const labels = new Map(criteria.map(({ indicator, label }) => [indicator, label]))
  const about = ({ indicator, row }: NoticeItem): string => {
    const name = indicator === null ? '整张表' : `${indicator} ${labels.get(indicator) ?? ''}`.trim()
    return row === null ? name : `第 ${row} 行 ${name}`
  }
  const line = (item: NoticeItem): string[] => [
    `  ${about(item)}（${item.code}）：${item.message}`,
    ...(item.sentence === '' ? [] : [`      “${item.sentence.replace(/\s+/gu, ' ').trim()}”`]),
  ]
  return [
    `${criteria.length} 条评分标准，读懂 ${read} 条，写入 ${out}。请用 hengping lint ${out} 检查，逐条与通知核对。`,
    ...(open.length > 0 ? ['', `要补的 ${open.length} 处：`, ...open.flatMap(line)] : []),
    ...(assumptions.length > 0
      ? ['', `按常例定下、请核对的 ${assumptions.length} 处：`, ...assumptions.flatMap(line)]
      : []),
  ]
}
