import { join } from 'node:path'
import { projectRoot } from '../project.ts'
import { run } from './run.ts'
import { processTerminal, UNUSABLE } from './terminal.ts'

const terminal = processTerminal()

/** A fault of the program itself: one sentence for the person, the details only for who asks for them. */
function fail(error: unknown): void {
  terminal.complain('程序内部出错，请把这条命令和输入文件交给系统维护人员；设 HENGPING_DEBUG=1 可看到详情。')
  if (process.env['HENGPING_DEBUG']) terminal.complain(error instanceof Error ? (error.stack ?? '') : String(error))
  process.exit(UNUSABLE)
}

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

const args = process.argv.slice(2)
// not for people: the program starts itself again for what may hang or run out of memory, and to grade many at once
if (args[0] === 'evaluate' && process.send) await (await import('../evaluation/evaluate.ts')).evaluate()
else if (args[0] === 'batch-worker' && process.send) await (await import('../jobs/batch/serve-chunks.ts')).serveChunks()
else if (args[0] === 'round-workbook' && process.send)
  await (await import('../rounds/workbook/serve-workbook.ts')).serveWorkbook()
else process.exitCode = await run(args, { root: projectRoot, rules: join(projectRoot, 'rules') }, terminal)
