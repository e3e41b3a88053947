import { projectVersion } from '../project.ts'
import { check } from './check.ts'
import { grade } from './grade.ts'
import { diff } from './diff.ts'
import { lint } from './lint.ts'
import { rules } from './rules.ts'
import { test } from './test.ts'
import { DONE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { USAGE } from './usage.ts'

/** Where the program finds what it ships with. */
export interface Folders {
  readonly root: string
  readonly rules: string
}

/** Runs one command line (without node and script). */
export async function run(args: readonly string[], folders: Folders, terminal: Terminal): Promise<ExitCode> {
  const [command, ...rest] = args
  if (rest.includes('--help') || rest.includes('-h')) return printUsage(terminal)
  switch (command) {
    case 'grade':
      return grade(rest, folders.rules, terminal)
    case 'check':
      return check(rest, folders.rules, terminal)
    case 'batch':
      return (await import('./batch.ts')).batch(rest, folders.rules, terminal)
    case 'test':
      return test(rest, folders.rules, terminal)
    case 'lint':
      return lint(rest, folders.rules, terminal)
    case 'diff':
      return diff(rest, folders.rules, terminal)
    case 'rules':
      return rules(rest, folders.rules, terminal)
    case 'template':
      return (await import('./template.ts')).template(rest, folders.rules, terminal)
    case 'import':
      return (await import('./import.ts')).importTable(rest, folders.rules, terminal)
    case 'report':
      return (await import('./report.ts')).report(rest, folders.rules, terminal)
    case 'serve':
      // the service brings much that other commands need not wait for
      return (await import('./serve.ts')).serve(rest, folders.root, terminal)
    case 'accounts':
      return (await import('./accounts.ts')).accounts(rest, terminal)
    case 'backup':
      return (await import('./backup.ts')).backup(rest, terminal)
    case 'restore':
      return (await import('./backup.ts')).restore(rest, terminal)
    case 'verify':
      return (await import('./verify.ts')).verify(rest, terminal)
    case 'checkpoint':
      return (await import('./checkpoint.ts')).checkpoint(rest, terminal)
    case 'runs':
      return (await import('./runs.ts')).runs(rest, terminal)
    case 'help':
    case '--help':
    case '-h':
      return printUsage(terminal)
    case '--version':
    case '-v':
      terminal.print(projectVersion)
      return DONE
    case undefined:
      terminal.complain(USAGE)
      return UNUSABLE
    default:
      terminal.complain(
        `没有命令“${command}”，可用 serve、grade、batch、template、import、report、check、lint、diff、test、rules、accounts、backup、restore、verify、checkpoint、runs、help；用法见 hengping help。`,
      )
      return UNUSABLE
  }
}

function printUsage(terminal: Terminal): ExitCode {
  terminal.print(USAGE)
  return DONE
}
