import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

const SOFFICE = '/usr/bin/soffice'
const PDFTOTEXT = '/usr/bin/pdftotext'

/** Whether documents can be opened in a real office program here; where tests must be complete it has to be. */
export const hasOffice = [SOFFICE, PDFTOTEXT].every((program) => existsSync(program))
export const INSTALL_OFFICE =
  'apt-get install -y libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils fonts-noto-cjk'

/** Opens a document in LibreOffice and prints it. @returns the path of the PDF, beside the document */
export function toPdf(file: string): string {
  convert(file, 'pdf')
  return file.replace(/\.\w+$/u, '.pdf')
}

/** Opens a workbook in LibreOffice and saves it under another format. @returns the new file's path */
export function convert(file: string, format: string): string {
  const profile = mkdtempSync(join(tmpdir(), 'hengping-office-'))
  const into = join(dirname(file), format === 'pdf' ? '.' : 'saved')
  try {
    execFileSync(
      SOFFICE,
      [`-env:UserInstallation=file://${profile}`, '--headless', '--convert-to', format, '--outdir', into, file],
      { stdio: 'pipe', timeout: 120_000 },
    )
  } finally {
    rmSync(profile, { recursive: true, force: true })
  }
  const made = readdirSync(into).find((name) => name.startsWith(basename(file).replace(/\.\w+$/u, '.')) && name.endsWith(format)) // prettier-ignore
  if (!made) throw new Error(`LibreOffice made nothing of ${file}`)
  return join(into, made)
}

/** The pages of a PDF as lines of text, as they stand on the page. */
export const pagesOf = (pdf: string): string[][] =>
  execFileSync(PDFTOTEXT, ['-layout', pdf, '-'], { encoding: 'utf8' })
    .split('\f')
    .map((page) => page.split('\n').map((line) => line.trim()))
    .filter((lines) => lines.some((line) => line !== ''))
