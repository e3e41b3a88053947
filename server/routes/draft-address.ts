import { z } from '@hono/zod-openapi'
import { problemAnswer } from '../http/responses.ts'

/** Where drafts are found: `/drafts/{id}/{effective}`. */
export const version = z.object({
  id: z.string().max(200).openapi({ description: '指标体系编号', example: 'guangdong-department' }),
  effective: z.string().max(40).openapi({ description: '生效日期', example: '2026-01-01' }),
})

export const noDraft = problemAnswer('没有这份草稿。')
