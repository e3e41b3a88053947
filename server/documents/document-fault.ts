import { refused, type Parsed } from '../core/issue.ts'

/** Stops the reading of a document; never leaves this folder: `readGuarded` turns it into an Issue. */
export class DocumentFault extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** Runs a reader; a `DocumentFault` becomes one Issue. Whatever else is thrown is a fault of the program and passes on. */
export async function readGuarded<T>(read: () => Promise<T>): Promise<Parsed<T>> {
  try {
    return { ok: true, value: await read() }
  } catch (error) {
    if (error instanceof DocumentFault) return refused([{ path: '', code: error.code, message: error.message }])
    throw error
  }
}
