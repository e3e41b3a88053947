import { parseArgs, type ParseArgsConfig } from 'node:util'
import { refused, type Parsed } from '../core/issue.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Arguments<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; strict: true; args: string[] }>
>

/** Reads a command's options and files; what cannot be read is one sentence, never a stack trace. */
export function readArguments<T extends Options>(args: readonly string[], options: T): Parsed<Arguments<T>> {
  try {
    return { ok: true, value: parseArgs({ args: [...args], options, allowPositionals: true, strict: true }) }
  } catch (error) {
    return refused([{ path: '', code: 'bad_arguments', message: sentenceFor(error) }])
  }
}

function sentenceFor(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const option = /'(-[^' ]*)/.exec(message)?.[1] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `不认识选项 ${option}，用法见 hengping help。`
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    const takesNone = message.includes('does not take')
    return takesNone ? `选项 ${option} 后面不带内容。` : `选项 ${option} 后面缺少内容，用法见 hengping help。`
  }
  return '命令写得不对，用法见 hengping help。'
}
