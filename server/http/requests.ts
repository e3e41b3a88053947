import { z } from 'zod'
import { parsed, refused, type Parsed } from '../core/issue.ts'
import { issuesFromZod } from '../core/zod-issues.ts'
import {
  beginFormRequestSchema,
  formStepRequestSchema,
  previewFormRequestSchema,
  receiveFormRequestSchema,
  returnFormRequestSchema,
  saveFormRequestSchema,
} from './form-shapes.ts'
import { casesStepSchema } from './golden-shapes.ts'
import { roundRequestSchema } from './round-shapes.ts'
import { sealRequestSchema } from './run-shapes.ts'
import {
  draftStepRequestSchema,
  organisationsRequestSchema,
  retirementRequestSchema,
  returnDraftRequestSchema,
  saveDraftRequestSchema,
} from './register-shapes.ts'

/** Frames of requests; what is in them in full is read by the core's parsers. */

const gradingRequest = z.strictObject({
  submission: z.union([z.string(), z.record(z.string(), z.unknown())]),
  ruleSet: z.string().max(200).optional(),
})
const tryRequest = z.strictObject({ ruleSet: z.record(z.string(), z.unknown()) })

const tryAccountRequest = tryRequest.extend({ submission: z.string().max(200) })

const side = z.union([z.string().max(200), z.record(z.string(), z.unknown())])
const changesRequest = z.strictObject({ from: side, to: side })

export const readChangesRequest = (input: unknown): Parsed<z.infer<typeof changesRequest>> =>
  readFrame(changesRequest, input)

export const readGradingRequest = (input: unknown): Parsed<z.infer<typeof gradingRequest>> =>
  readFrame(gradingRequest, input)

export const readTryRequest = (input: unknown): Parsed<z.infer<typeof tryRequest>> => readFrame(tryRequest, input)

export const readTryAccountRequest = (input: unknown): Parsed<z.infer<typeof tryAccountRequest>> =>
  readFrame(tryAccountRequest, input)

export const readDraftSave = (input: unknown): Parsed<z.infer<typeof saveDraftRequestSchema>> =>
  readFrame(saveDraftRequestSchema, input)

export const readDraftStep = (input: unknown): Parsed<z.infer<typeof draftStepRequestSchema>> =>
  readFrame(draftStepRequestSchema, input)

export const readCasesStep = (input: unknown): Parsed<z.infer<typeof casesStepSchema>> =>
  readFrame(casesStepSchema, input)

export const readReturn = (input: unknown): Parsed<z.infer<typeof returnDraftRequestSchema>> =>
  readFrame(returnDraftRequestSchema, input)

export const readRetirement = (input: unknown): Parsed<z.infer<typeof retirementRequestSchema>> =>
  readFrame(retirementRequestSchema, input)

export const readOrganisations = (input: unknown): Parsed<z.infer<typeof organisationsRequestSchema>> =>
  readFrame(organisationsRequestSchema, input)

export const readSealRequest = (input: unknown): Parsed<z.infer<typeof sealRequestSchema>> =>
  readFrame(sealRequestSchema, input)

export const readRoundRequest = (input: unknown): Parsed<z.infer<typeof roundRequestSchema>> =>
  readFrame(roundRequestSchema, input)

export const readBeginForm = (input: unknown): Parsed<z.infer<typeof beginFormRequestSchema>> =>
  readFrame(beginFormRequestSchema, input)

export const readFormSave = (input: unknown): Parsed<z.infer<typeof saveFormRequestSchema>> =>
  readFrame(saveFormRequestSchema, input)

export const readFormPreview = (input: unknown): Parsed<z.infer<typeof previewFormRequestSchema>> =>
  readFrame(previewFormRequestSchema, input)

export const readFormStep = (input: unknown): Parsed<z.infer<typeof formStepRequestSchema>> =>
  readFrame(formStepRequestSchema, input)

export const readFormReturn = (input: unknown): Parsed<z.infer<typeof returnFormRequestSchema>> =>
  readFrame(returnFormRequestSchema, input)

export const readFormReceipt = (input: unknown): Parsed<z.infer<typeof receiveFormRequestSchema>> =>
  readFrame(receiveFormRequestSchema, input)

function readFrame<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const frame = schema.safeParse(input)
  return frame.success ? parsed(frame.data) : refused(issuesFromZod(frame.error, input))
}
