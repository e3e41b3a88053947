import { z } from '@hono/zod-openapi'
import { conditionSchema, indicatorSchema, ruleSetSchema } from '../core/rule-set.ts'
import { jsonValueSchema, patchOperationSchema } from '../core/json-patch-schema.ts'
import { gradedNodeSchema, gradingSchema, lineSchema } from '../core/grading.ts'
import { submissionSchema } from '../core/submission.ts'
import { projectVersion } from '../project.ts'
import {
  acceptedSubmissionsSchema,
  checkedRuleSetSchema,
  effectSchema,
  gradingRequestSchema,
  healthSchema,
  problemSchema,
  ruleSetListSchema,
  storedGradingSchema,
  storedRuleSetSchema,
  storedSubmissionSchema,
  submissionListSchema,
  triedAccountSchema,
  tryAccountRequestSchema,
  tryRequestSchema,
} from './shapes.ts'
import {
  draftListSchema,
  draftSchema,
  draftStepRequestSchema,
  historySchema,
  openDraftSchema,
  organisationListSchema,
  organisationsRequestSchema,
  publishedSchema,
  retirementRequestSchema,
  returnDraftRequestSchema,
  saveDraftRequestSchema,
} from './register-shapes.ts'
import {
  roundAnswerSchema,
  roundCheckSchema,
  roundComparisonSchema,
  roundGradingSchema,
  roundListSchema,
  roundRequestSchema,
  roundResultsSchema,
} from './round-shapes.ts'
import { noticeAnswerSchema, ruleFileAnswerSchema } from './notice-shapes.ts'
import {
  beginFormRequestSchema,
  formListSchema,
  formPreviewSchema,
  formSchema,
  formStepRequestSchema,
  openFormSchema,
  previewFormRequestSchema,
  receiveFormRequestSchema,
  returnFormRequestSchema,
  saveFormRequestSchema,
} from './form-shapes.ts'
import {
  finishPartRequestSchema,
  goalsSchema,
  goalsStepRequestSchema,
  reopenPartRequestSchema,
  saveGoalsRequestSchema,
} from './goal-shapes.ts'
import { casesStepSchema, casesSteppedSchema, standingSchema } from './golden-shapes.ts'
import { checkCountsSchema, submissionChecksSchema } from './check-shapes.ts'
import { mediansSchema } from './median-shapes.ts'
import { sensitivitySchema } from './sensitivity-shapes.ts'
import { importAnswerSchema } from './import-shapes.ts'
import {
  consistencySchema,
  receiptAnswerSchema,
  runListSchema,
  runReceiptsSchema,
  sealedRunSchema,
  sealRequestSchema,
} from './run-shapes.ts'
import { receiptSchema } from '../core/proof/receipt.ts'
import {
  changesRequestSchema,
  clonedRuleSetSchema,
  goldenReportSchema,
  lintAnswerSchema,
  ruleSetChangesSchema,
} from './review-shapes.ts'
import {
  doneSchema,
  factorOfferSchema,
  factorProofSchema,
  identitySchema,
  loginSchema,
  newUserSchema,
  passingPasswordSchema,
  passwordChangeSchema,
  rightsChangeSchema,
  sessionSchema,
  setUpSchema,
  stateChangeSchema,
  userListSchema,
} from './session-shapes.ts'

/** Every shape the API names, with what the document says of it. */
const shapes = {
  RuleSet: [ruleSetSchema, '指标体系：数据项、指标树、评分标准、扣分规则、等级，一个文件一个版本。'],
  Indicator: [indicatorSchema, '指标：有下级（children）的是分类，有评分标准（scoring）的是末级指标。'],
  Condition: [conditionSchema, '条件：json-rules-engine 的 all、any、not 和比较。'],
  Submission: [submissionSchema, '填报：一个部门或一个项目一年的数据，以及自评得分、佐证、说明。'],
  SubmissionInput: [z.union([submissionSchema, z.array(submissionSchema)]), '一份填报，或一个列表。'],
  Grading: [gradingSchema, '评分结果：得分、等级、逐级账目，每一处扣分一行。'],
  GradedNode: [gradedNodeSchema, '一个指标的账目：分值、得分、状态、账目行和下级。'],
  Line: [lineSchema, '账目行：规则、分数增减、原因、依据、读到的值、算式、条件、怎样可以不扣。'],
  Problem: [problemSchema, '出错的回答：一句话说明，issues 列出每一处的位置、代码和说明。'],
  RuleSetList: [ruleSetListSchema, '指标体系清单。'],
  StoredRuleSet: [storedRuleSetSchema, '一个指标体系版本的摘要和全文。'],
  CheckedRuleSet: [checkedRuleSetSchema, '指标体系没有问题时的内容指纹。'],
  TryRequest: [tryRequestSchema, '要试算的指标体系全文。'],
  TryAccountRequest: [tryAccountRequestSchema, '要试算的指标体系全文，和看哪一份填报（编号）。'],
  TriedAccount: [triedAccountSchema, '一份填报改动前后的账：不同的指标，各有分值、得分和每一行。'],
  Effect: [effectSchema, '试算的影响：改动前后的分布、等级变动、变动最大的单位。'],
  PatchOperation: [patchOperationSchema, '一步修改（RFC 6902）：add、remove、replace、move，位置用 JSON Pointer。'],
  JsonValue: [jsonValueSchema, '任意 JSON 值。'],
  LintAnswer: [lintAnswerSchema, '检查发现的问题：位置、说明，以及能改的给出 JSON Patch。'],
  ChangesRequest: [changesRequestSchema, '要比较的两个版本。'],
  RuleSetChanges: [ruleSetChangesSchema, '两个版本的不同：按指标归并的句子，各带 JSON Patch。'],
  GoldenReport: [goldenReportSchema, '用例核对的结论和覆盖情况。'],
  ClonedRuleSet: [clonedRuleSetSchema, '复制出的新版本。'],
  SubmissionList: [submissionListSchema, '填报清单，各带当前的评分摘要。'],
  StoredSubmission: [storedSubmissionSchema, '一份填报的全文和内容指纹。'],
  AcceptedSubmissions: [acceptedSubmissionsSchema, '已存下的填报的编号和内容指纹。'],
  GradingRequest: [
    gradingRequestSchema,
    'submission 是已存填报的编号，或填报全文；ruleSet 是指标体系的 id 或 id@生效日期。',
  ],
  StoredGrading: [storedGradingSchema, '评分结果全文。'],
  RoundRequest: [roundRequestSchema, '按哪个版本、哪个年度、哪些填报评；filter 里不写的不限。'],
  RoundCheck: [roundCheckSchema, '评之前的完整性检查：哪些填报缺哪些数据。'],
  RoundList: [roundListSchema, '历次评价，新的在前。'],
  RoundAnswer: [roundAnswerSchema, '一次评价：评什么、到哪里了、评出什么。'],
  RoundResults: [roundResultsSchema, '一次评价的一页结果。'],
  RoundComparison: [roundComparisonSchema, '两次评价的比较：每份的前后得分、名次，和为什么不同。'],
  RoundGrading: [roundGradingSchema, '一次评价里一份填报的评分明细，连同当时的填报和指标体系。'],
  RunList: [runListSchema, '封存清单。'],
  SealRequest: [
    sealRequestSchema,
    '封存哪个指标体系、哪个年度；submissions 不写就是全部；round 写第几次评价，就封存那次的结果；再次封存写 reason。',
  ],
  SealedRun: [sealedRunSchema, '一次封存的摘要。'],
  RunReceipts: [runReceiptsSchema, '一次封存的摘要和一页收据。'],
  Receipt: [receiptSchema, '收据：一份填报的结果，和它由什么得来的各个指纹。'],
  ReceiptAnswer: [receiptAnswerSchema, '收据，连同评分明细、证明和检查点。'],
  Consistency: [consistencySchema, '两个时候的收据清单，前者是后者的开头的证明。'],
  Session: [sessionSchema, '登录情况：是谁、什么角色、多久不操作就退出。'],
  Credentials: [loginSchema, '用户名、密码，绑定了动态口令的再加 6 位口令。'],
  Identity: [identitySchema, '演示身份的编号。'],
  SetUp: [setUpSchema, '首次设置：链接里的口令、是否三员分立、第一批管理员。'],
  Done: [doneSchema, '已做好。'],
  PasswordChange: [passwordChangeSchema, '现在的和新的密码。'],
  FactorOffer: [factorOfferSchema, '动态口令的密钥和验证器认的网址。'],
  FactorProof: [factorProofSchema, '密码和验证器上的口令。'],
  UserList: [userListSchema, '账号清单。'],
  NewUser: [newUserSchema, '新账号的用户名和姓名。'],
  PassingPassword: [passingPasswordSchema, '一次性密码，只显示这一次。'],
  RightsChange: [rightsChangeSchema, '角色和单位：从什么改成什么。'],
  StateChange: [stateChangeSchema, '停用还是启用。'],
  Draft: [draftSchema, '一份草稿：第几稿、谁改的、到了哪一步。'],
  DraftList: [draftListSchema, '草稿清单。'],
  OpenDraft: [openDraftSchema, '一份草稿和它的全文。'],
  SaveDraftRequest: [saveDraftRequestSchema, '保存草稿：在第几稿上改的，和全文。'],
  DraftStepRequest: [draftStepRequestSchema, '对第几稿做这件事。'],
  ReturnDraftRequest: [returnDraftRequestSchema, '退回：第几稿，为什么。'],
  RetirementRequest: [retirementRequestSchema, '停用的原因。'],
  Medians: [mediansSchema, '各二级指标得分率的中位数，万分之一为单位。'],
  Sensitivity: [sensitivitySchema, '名次对分值的敏感程度，不起作用的指标和规则，几乎同样的指标。'],
  Standing: [standingSchema, '草稿的用例现在怎样，哪些规则没有用例。'],
  CasesStep: [casesStepSchema, '看到的是第几稿、哪些用例，做什么。'],
  CasesStepped: [casesSteppedSchema, '草稿，和用例现在怎样。'],
  Published: [publishedSchema, '已发布的版本。'],
  NoticeAnswer: [noticeAnswerSchema, '从通知的评分表读出的草稿：逐条原文、读懂没有、没有读懂的、按常例定下的。'],
  Form: [formSchema, '一份填报表：谁填、到了哪一步、附了哪些佐证。'],
  FormList: [formListSchema, '填报表清单。'],
  OpenForm: [openFormSchema, '一份填报表、填的内容、财政部门填的数据，和上次提交以来的改动。'],
  Goals: [goalsSchema, '一份填报表的目标分解：每项指标由哪个科室、谁负责，到了哪一步。'],
  SaveGoalsRequest: [saveGoalsRequestSchema, '在第几次分工上改的，和全部分工。'],
  GoalsStepRequest: [goalsStepRequestSchema, '在第几次分工上做。'],
  FinishPartRequest: [finishPartRequestSchema, '哪个科室的部分完成了，按第几次分工。'],
  ReopenPartRequest: [reopenPartRequestSchema, '哪个科室的部分要重新填写，为什么。'],
  FormPreview: [formPreviewSchema, '照现在填的试算：各指标得分、填错的地方、还缺什么。不存，不算数。'],
  BeginFormRequest: [beginFormRequestSchema, '哪个单位、哪个年度、按哪个指标体系；项目写名称。'],
  SaveFormRequest: [saveFormRequestSchema, '在第几稿上改的，和全部内容；可以没有填完。'],
  PreviewFormRequest: [previewFormRequestSchema, '要试算的内容。'],
  FormStepRequest: [formStepRequestSchema, '对第几稿做这件事。'],
  ReturnFormRequest: [returnFormRequestSchema, '退回：第几稿，总的意见，和逐项的意见。'],
  ReceiveFormRequest: [receiveFormRequestSchema, '接收：第几稿，和由财政部门填的数据。'],
  SubmissionChecks: [submissionChecksSchema, '一份填报前后不一致的地方。'],
  CheckCounts: [checkCountsSchema, '每份填报有几处前后不一致。'],
  RuleFileAnswer: [ruleFileAnswerSchema, '从文件读出的指标体系；读不出时，每一处问题和它在哪一格。'],
  ImportAnswer: [importAnswerSchema, '从表格读出的填报和每一处问题。'],
  OrganisationList: [organisationListSchema, '单位名册。'],
  OrganisationsRequest: [organisationsRequestSchema, '要登记的单位。'],
  History: [historySchema, '日志的一页。'],
  Health: [healthSchema, '服务状态。'],
} as const satisfies Record<string, readonly [z.ZodType, string]>
export type ShapeName = keyof typeof shapes
type ShapeOf<N extends ShapeName> = z.infer<(typeof shapes)[N][0]>

/**
 * A body or an answer in a route. Types come from the zod shape; bodies are read by the core's own parsers, which say in
 * one sentence what is wrong, so nothing is validated here.
 */
export function shape<N extends ShapeName>(name: N): z.ZodType<ShapeOf<N>, ShapeOf<N>> {
  return placeholders[name] as z.ZodType<ShapeOf<N>, ShapeOf<N>>
}

/** One a name: the document refers to the same shape wherever it is used. */
const placeholders = Object.fromEntries(
  Object.keys(shapes).map((name) => [name, z.custom<unknown>().openapi(name, { type: 'object' })]),
) as unknown as Record<ShapeName, z.ZodType>

export const openapiInfo = {
  openapi: '3.1.0',
  info: {
    title: '衡评接口',
    version: projectVersion,
    description: '按指标体系给部门和项目的绩效自评打分，逐条说明扣分。出错一律回答 application/problem+json。',
  },
  servers: [{ url: '/' }],
  tags: [
    { name: '指标体系', description: '评分标准和扣分规则，一年一个版本，发布后不再改动。' },
    { name: '填报', description: '部门和项目交来的数据。' },
    { name: '评价', description: '按一个版本给一个年度的填报成批评分：检查、进度、结果、比较、导出。' },
    { name: '封存', description: '正式结果：封存以后不再改变，每份有可以在别处核对的收据。' },
    { name: '评分', description: '每次评分都由两套判定核对。' },
    { name: '登录', description: '登录、退出、自己的密码和动态口令，首次设置。' },
    { name: '用户', description: '账号、角色、解锁。' },
    { name: '单位', description: '交填报的单位：名称、曾用名、代码、分组、上级。' },
    { name: '日志', description: '谁在什么时候做了什么。' },
    { name: '服务', description: '状态和接口说明。' },
  ],
}

/** JSON Schema (2020-12, as OpenAPI 3.1 uses) of every shape, by name; recursive ones refer to each other. */
export function componentSchemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>()
  for (const [id, [schema]] of Object.entries(shapes)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'any',
    io: 'input',
  })
  return Object.fromEntries(
    Object.entries(shapes).map(([name, [, description]]) => {
      const { $schema: _dialect, $id: _address, ...schema } = schemas[name] ?? {}
      return [name, { description, ...schema }]
    }),
  )
}
