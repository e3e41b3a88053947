import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Entry } from './evaluation-process.ts'

/** The built program itself, told to evaluate for the service that starts it. */
export const ownEvaluator: Entry = {
  file: join(dirname(fileURLToPath(import.meta.url)), 'main.js'),
  args: ['evaluate'],
}
