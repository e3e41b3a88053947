import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { attachment } from './attachment.ts'

/** Files that are handed out to be saved. */
export const FILE_TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  zip: 'application/zip',
} as const
export type FileType = keyof typeof FILE_TYPES

/** What a route says of a file it answers with. */
export const fileAnswer = (type: FileType, description = `${type} 文件。`) => ({
  description,
  content: { [FILE_TYPES[type]]: { schema: z.string().openapi({ format: 'binary' }) } },
})

/** The answer that hands a file out, to be saved under its name. */
export const handOut = (c: Context, type: FileType, name: string, bytes: Uint8Array): Response =>
  c.body(new Uint8Array(bytes), 200, { 'content-type': FILE_TYPES[type], ...attachment(name) })
