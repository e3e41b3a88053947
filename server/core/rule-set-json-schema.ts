import { z } from 'zod'
import { REQUIRED_KEYS } from './rule-set-checks/requirements.ts'
import {
  bandSchema,
  casesSchema,
  checklistSchema,
  cohortSchema,
  comparisonSchema,
  conditionSchema,
  countSchema,
  criterionSchema,
  deductionSchema,
  documentSchema,
  factSchema,
  fieldSchema,
  findingSchema,
  fullSchema,
  gradeBandSchema,
  indicatorSchema,
  attainmentSchema,
  bandsSchema,
  levelSchema,
  monitoringSchema,
  notApplicableSchema,
  operandSchema,
  overrideSchema,
  ratioSchema,
  ruleSetSchema,
  stepsSchema,
} from './rule-set.ts'

/** Names of the parts in `$defs`, and what each is. */
const PARTS: readonly (readonly [z.ZodType, string, string])[] = [
  [indicatorSchema, 'indicator', '指标：有“children”的是一组指标，有“scoring”的是末级指标'],
  [factSchema, 'fact', '数据项：填报的值、清单，或由公式（formula）、同组数字（cohort）算出的值'],
  [fieldSchema, 'field', '清单的栏目'],
  [cohortSchema, 'cohort', '同组数字：名次、最好、最差、平均、中位数、个数'],
  [conditionSchema, 'condition', '条件：all、any、not 或一次比较，写法同 json-rules-engine，最多 12 层'],
  [comparisonSchema, 'comparison', '一次比较：数据项、比较方式、值'],
  [operandSchema, 'operand', '一个数，或填有这个数的数据项的 id'],
  [criterionSchema, 'criterion', '评分方法，由“method”决定'],
  [fullSchema, 'full', '满分起扣：只按扣分规则扣分'],
  [ratioSchema, 'ratio', '比率分值：分值 ×（value − start）÷（target − start）'],
  [attainmentSchema, 'attainment', '目标完成：达到目标得满分，否则按比例'],
  [bandsSchema, 'bands', '分级评分：值落在哪一档得哪一档的分'],
  [bandSchema, 'band', '一档：from ≥、above >、to ≤、below <、is =，得 points 分'],
  [stepsSchema, 'steps', '每…扣…：从 start 起每偏离 step 扣 points 分，扣完为止'],
  [countSchema, 'count', '按次扣分，或按数累加（effect: earn）'],
  [checklistSchema, 'checklist', '是否、缺项：每项合格得 points 分'],
  [levelSchema, 'level', '定性分档：先定档次，再在档内定得分率'],
  [casesSchema, 'cases', '情形：第一个成立的情形决定得分'],
  [deductionSchema, 'deduction', '扣分规则：条件成立时从末级指标扣分'],
  [overrideSchema, 'override', '总分规则：可读 points:<指标> 和 share:<指标>'],
  [monitoringSchema, 'monitoringRule', '监控规则：年中预警，可读 period（月份）'],
  [notApplicableSchema, 'notApplicablePolicy', '不适用时分值的去向：按比例放大、给满分、记零分，或移到另一指标'],
  [gradeBandSchema, 'gradeBand', '等级：分数不低于 from 即为此等级'],
  [findingSchema, 'finding', '评审发现：按 share 扣去末级指标的分值'],
  [documentSchema, 'document', '依据的文件'],
]

/** What the members of each part mean. */
const MEMBERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ruleSet: {
    $schema: '本文件的 JSON Schema，供编辑器提示用，不算内容',
    format: '格式名',
    id: '指标体系的编号，如 mof-project',
    title: '名称',
    subject: '评价对象：部门或项目',
    region: '适用地区',
    points: '总分',
    decimals: '得分保留几位小数',
    partial: '只知道表的一部分时写 true',
    effective: '生效和失效日期',
    provenance: '依据：是否核实过，出自哪些文件',
    grades: '等级，从高到低',
    notApplicable: '指标不适用时分值的去向（各级指标可另写）',
    facts: '数据项',
    indicators: '指标树',
    findings: '评审可用的标准发现',
    overrides: '按顺序作用于总分的规则',
    monitoring: '年中监控规则',
    checks: '一致性核对：用哪些、容差和严重程度',
  },
  indicator: {
    id: '编号，不能有 / : #',
    label: '名称',
    points: '分值',
    of: '内部按多少分书写，默认等于分值；例如原表 5 分、现改 4 分时写 5',
    clause: '评分标准原文',
    guide: '填报说明',
    source: '原文出处',
    status: '是否核对过原文，默认同整个体系',
    applies: '在什么条件下适用',
    notApplicable: '不适用时分值的去向',
    split: '下级分值怎样分配：平均或按权重',
    combine: '二者择其一时写 one',
    choose: '按什么选：数据项，或取高、取低',
    scoring: '评分方法；多种方法时取第一个“when”成立的',
    each: '按清单逐行评分：每行一个末级指标',
    deductions: '扣分规则',
    evidence: '是否须有佐证，没有时记零分还是待定',
    missing: '数据未填报时待定还是记零分',
    children: '下级指标',
  },
  fact: {
    id: '编号，不能有 / : #',
    label: '名称',
    type: '类型',
    unit: '单位；写 % 时填报值按百分数计',
    decimals: '小数位数',
    display: '显示方式',
    min: '最小值',
    max: '最大值',
    options: '可选的值',
    required: '是否必填',
    by: '由谁填报：单位、财政、评审',
    given: '目标或预算等既定的数，不作为整改建议',
    aliases: '表格里的其他叫法',
    guide: '填报说明',
    formula: '公式，如 spent / budget',
    whenDividedByZero: '除数为零时不适用还是报错',
    fields: '清单的栏目',
    cohort: '同组数字',
  },
}

type Schema = { properties?: Record<string, { description?: string }>; required?: string[]; [key: string]: unknown }

/**
 * JSON Schema (draft 2020-12) of a rule set file, for editors: the zod shape with Chinese descriptions, and the top-level
 * keys a file must have. Meaning (names that exist, kinds that fit) is `parseRuleSet`'s to check.
 */
export function ruleSetJsonSchema(): Schema {
  const registry = z.registry<{ id?: string; description?: string }>()
  for (const [schema, id, description] of PARTS) registry.add(schema, { id, description })
  const schema = z.toJSONSchema(ruleSetSchema, { metadata: registry, target: 'draft-2020-12' }) as Schema
  const parts = (schema.$defs ?? {}) as Record<string, Schema>
  describeMembers(schema, MEMBERS.ruleSet)
  describeMembers(parts.indicator, MEMBERS.indicator)
  describeMembers(parts.fact, MEMBERS.fact)
  describeMembers(parts.field, MEMBERS.fact)
  return {
    ...schema,
    title: '衡评指标体系',
    description: '一个指标体系的一个版本：数据项、指标树、评分方法、扣分规则、等级和依据。',
    required: [...new Set([...REQUIRED_KEYS, ...(schema.required ?? [])])],
  }
}

/** The text of `rules/rule-set.schema.json`. */
export function ruleSetJsonSchemaText(): string {
  return `${JSON.stringify(ruleSetJsonSchema(), null, 2)}\n`
}

function describeMembers(schema: Schema | undefined, words: Readonly<Record<string, string>> = {}): void {
  for (const [key, member] of Object.entries(schema?.properties ?? {})) if (words[key]) member.description = words[key]
}
