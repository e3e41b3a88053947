import { flag, json, list, number, scalar, text, words } from './kinds.ts'
import type { Column, Constant } from './record.ts'

/** The sheets of a rule set's workbook, and which member of which record each column holds. */

export const FORMAT_MARK = '衡评指标体系工作簿'
export const FORMAT = 'hengping/rule-set-workbook@1'

const column = (head: string, path: string, kind = text, width = 12): Column => ({
  head,
  path: path.split('.'),
  kind,
  width,
})

const STATUS = words({ confirmed: '已核实', unverified: '未经核实' })
const POLICY = words({ rescale: '折算', full: '给满分', zero: '不得分' })

/** Names of sheets, in their order. */
export const SHEETS = {
  guide: '说明',
  base: '基本信息',
  documents: '来源文件',
  indicators: '指标',
  criteria: '评分',
  bands: '分档',
  items: '要点',
  levels: '档次',
  cases: '情形',
  deductions: '扣分规则',
  facts: '数据项',
  formulas: '公式',
  grades: '等级',
  overrides: '总分规则',
  findings: '复核意见',
  monitoring: '监控',
  checks: '核对',
} as const
export type SheetKey = keyof typeof SHEETS

/** Heads of columns that say where a row belongs. */
export const HEADS = {
  level: '层级',
  indicator: '指标编号',
  form: '形式',
  number: '第几条',
  list: '所属列表',
  fact: '数据项编号',
  rest: '其他（JSON）',
} as const
/** Columns that are only there to be read; what is written in them says nothing. */
export const SHOWN = { label: '名称（只供阅读）', sentence: '读法（只供阅读）' } as const
/** A column of the reader's own. */
export const REMARK = '备注'
/** Criteria that are tried one after the other, even where there is but one. */
export const IN_TURN = '依次'

/** Written down the sheet, one a row. */
export const BASE: readonly Column[] = [
  column('名称', 'title'),
  column('编号', 'id'),
  column('评什么', 'subject', words({ department: '部门', project: '项目' })),
  column('适用地区', 'region'),
  column('总分', 'points', number),
  column('小数位数', 'decimals', number),
  column('只有部分指标', 'partial', flag),
  column('施行日期', 'effective.from'),
  column('失效日期', 'effective.to'),
  column('不适用的指标', 'notApplicable', POLICY),
  column('核实情况', 'provenance.status', STATUS),
  column('来源说明', 'provenance.note'),
  column('格式', 'format'),
]

const ADDRESSED = {
  documents: [
    column('标题', 'title', text, 40),
    column('文号', 'number', text, 20),
    column('网址', 'url', text, 40),
    column('说明', 'note', text, 30),
  ],
  indicators: [
    column('编号', 'id', text, 14),
    column('名称', 'label', text, 24),
    column('分值', 'points', number, 8),
    column('评分标准原文', 'clause', text, 50),
    column('填报说明', 'guide', text, 30),
    column('出处', 'source', text, 20),
    column('核实情况', 'status', STATUS),
    column('规则按多少分写', 'of', number, 8),
    column('下级怎么分', 'split', words({ even: '平分', weights: '按权重' }), 8),
    column('下级取一项', 'combine', words({ one: '是' }), 8),
    column('取哪一项', 'choose', words({ higher: '得分高的', lower: '得分低的' })),
    column('适用条件（JSON）', 'applies', json, 24),
    column('不适用时', 'notApplicable', POLICY),
    column('逐行：列表', 'each.list'),
    column('逐行：哪些行（JSON）', 'each.where', json, 24),
    column('逐行：行的分值', 'each.points'),
    column('逐行：行的名称', 'each.label'),
    column('要佐证', 'evidence.required', flag, 8),
    column('没有佐证时', 'evidence.without', words({ zero: '不得分', open: '待定' }), 8),
    column('未填报时', 'missing', words({ open: '待定', zero: '不得分' }), 8),
  ],
  criteria: [
    column(
      '方法',
      'method',
      words({
        full: '满分起扣',
        ratio: '按比率计分',
        attainment: '按目标完成计分',
        bands: '分级评分',
        steps: '逐档扣分',
        count: '按次计分',
        checklist: '逐项计分',
        level: '定性分档',
        cases: '分情形计分',
      }),
      16,
    ),
    column('看哪个数', 'value', text, 16),
    column('完成值', 'actual'),
    column('目标', 'target', scalar),
    column('方向', 'direction', text, 8),
    column('等于目标时', 'equal', words({ exact: '正好才得分', deviation: '按偏差' })),
    column('从哪里起', 'start', scalar),
    column('哪一侧扣', 'side', words({ above: '高于', below: '低于' }), 8),
    column('每多少一档', 'step', number, 8),
    column('每档或每次多少分', 'points', number, 8),
    column('不足一档', 'whole', words({ prorata: '按比例', down: '不扣', up: '按一档' }), 8),
    column('档次', 'level'),
    column('得分率', 'share'),
    column('数哪个列表', 'list'),
    column('数哪些行（JSON）', 'where', json, 24),
    column('每次', 'effect', words({ deduct: '扣分', earn: '得分' }), 8),
    column('最多', 'max', number, 8),
    column('其余情形得', 'otherwise', number, 8),
    column('低于多少不得分', 'zeroBelow', scalar),
    column('高于多少不得分', 'zeroAbove', scalar),
    column('超额：目标的几倍', 'overAchievement.above', number),
    column('超额：怎么办', 'overAchievement.effect', words({ explain: '要说明', zero: '不得分' })),
    column('超额：说明', 'overAchievement.reason'),
    column('什么时候用（JSON）', 'when', json, 24),
  ],
  bands: [
    column('不低于', 'from', number, 8),
    column('高于', 'above', number, 8),
    column('不高于', 'to', number, 8),
    column('低于', 'below', number, 8),
    column('正好是', 'is', number, 8),
    column('得分', 'points', number, 8),
    column('上端得分', 'pointsAtEnd', number, 8),
    column('档名', 'label', text, 20),
  ],
  items: [
    column('要点编号', 'id'),
    column('要点', 'label', text, 40),
    column('看哪个数据项', 'fact', text, 16),
    column('是什么得分', 'expect', scalar),
    column('分值', 'points', number, 8),
    column('依据', 'clause', text, 30),
  ],
  levels: [
    column('档次', 'name', text, 16),
    column('不低于', 'from', number, 8),
    column('高于', 'above', number, 8),
    column('不高于', 'to', number, 8),
    column('低于', 'below', number, 8),
  ],
  cases: [
    column('情形', 'label', text, 30),
    column('得分', 'points', number, 8),
    column('条件（JSON）', 'when', json, 50),
  ],
  deductions: [
    column('规则编号', 'name', text, 20),
    column('扣分', 'event.params.points', number, 8),
    column('扣分值的几成', 'event.params.share', number, 8),
    column('扣多少的公式', 'event.params.formula', text, 20),
    column('原因', 'event.params.reason', text, 30),
    column('依据', 'event.params.clause', text, 30),
    column('条件（JSON）', 'conditions', json, 40),
  ],
  facts: [
    column('编号', 'id', text, 16),
    column('名称', 'label', text, 24),
    column(
      '填什么',
      'type',
      words({ number: '数', boolean: '是否', text: '文字', choice: '选项', date: '日期', list: '列表' }),
      8,
    ),
    column('计量单位', 'unit', text, 8),
    column('小数位数', 'decimals', number, 8),
    column('显示成', 'display', words({ number: '数', percent: '百分数' }), 8),
    column('最小', 'min', number, 8),
    column('最大', 'max', number, 8),
    column('选项', 'options', list, 20),
    column('必填', 'required', flag, 6),
    column('谁填', 'by', words({ unit: '单位', bureau: '财政部门', reviewer: '评审' }), 8),
    column('年初给定', 'given', flag, 8),
    column('又叫', 'aliases', list, 20),
    column('填报说明', 'guide', text, 30),
  ],
  formulas: [
    column('公式', 'formula', text, 50),
    column('除数为零时', 'whenDividedByZero', words({ notApplicable: '不适用', error: '算不出' })),
    column('全体里的：哪个数', 'cohort.of'),
    column(
      '全体里的：取什么',
      'cohort.figure',
      words({ rank: '名次', best: '最好', worst: '最差', mean: '平均', median: '中位数', size: '个数' }),
    ),
    column('全体里的：排法', 'cohort.order', words({ ascending: '从低到高', descending: '从高到低' })),
    column('全体里的：并列', 'cohort.ties', words({ same: '占名次', dense: '不占名次' })),
    column('全体里的：分组', 'cohort.by'),
  ],
  grades: [column('等级', 'name', text, 12), column('不低于', 'from', number, 10)],
  overrides: [
    column('规则编号', 'name', text, 20),
    column(
      '做什么',
      'event.type',
      words({ multiply: '打折', capPoints: '总分封顶', capGrade: '等级封顶', zero: '记零分', add: '加减分' }),
    ),
    column('乘以', 'event.params.factor', number, 8),
    column('分数', 'event.params.points', number, 8),
    column('等级', 'event.params.grade', text, 8),
    column('公式', 'event.params.formula', text, 20),
    column('最多到', 'event.params.max', number, 8),
    column('原因', 'event.params.reason', text, 30),
    column('依据', 'event.params.clause', text, 30),
    column('条件（JSON）', 'conditions', json, 40),
  ],
  findings: [
    column('编号', 'id', text, 16),
    column('意见', 'label', text, 40),
    column('扣分值的几成', 'share', number, 10),
    column('依据', 'clause', text, 30),
  ],
  monitoring: [
    column('规则编号', 'name', text, 20),
    column('提醒', 'event.params.reason', text, 40),
    column('依据', 'event.params.clause', text, 30),
    column('条件（JSON）', 'conditions', json, 40),
  ],
  checks: [
    column('核对项', 'code', text, 10),
    column('容差', 'tolerance', number, 10),
    column('怎么报', 'severity', words({ error: '错误', warning: '提醒', off: '不核对' }), 10),
  ],
} as const satisfies Partial<Record<SheetKey, readonly Column[]>>
export type RecordSheet = keyof typeof ADDRESSED
export const COLUMNS: Readonly<Record<RecordSheet, readonly Column[]>> = ADDRESSED

/** What every record of a sheet has besides. */
export const CONSTANTS: Readonly<Partial<Record<RecordSheet, readonly Constant[]>>> = {
  deductions: [{ path: ['event', 'type'], value: 'deduct' }],
  monitoring: [{ path: ['event', 'type'], value: 'warn' }],
}

/** Lists inside a criterion, each on the sheet of its name. */
export const ENTRY_SHEETS = { bands: 'bands', items: 'items', levels: 'levels', cases: 'cases' } as const
export const ENTRY_KEYS = Object.keys(ENTRY_SHEETS) as readonly (keyof typeof ENTRY_SHEETS)[]

/** Lists of the rule set itself, and where they lie. */
export const TOP_LISTS = [
  ['documents', ['provenance', 'documents']],
  ['grades', ['grades']],
  ['overrides', ['overrides']],
  ['findings', ['findings']],
  ['monitoring', ['monitoring']],
  ['checks', ['checks']],
] as const satisfies readonly (readonly [RecordSheet, readonly string[]])[]

/** Which columns say where a row of a sheet belongs, before its own. */
export const ADDRESSES: Readonly<Record<RecordSheet, readonly string[]>> = {
  documents: [],
  indicators: [HEADS.level],
  criteria: [HEADS.indicator, SHOWN.label, HEADS.form],
  bands: [HEADS.indicator, SHOWN.label, HEADS.number],
  items: [HEADS.indicator, SHOWN.label, HEADS.number],
  levels: [HEADS.indicator, SHOWN.label, HEADS.number],
  cases: [HEADS.indicator, SHOWN.label, HEADS.number],
  deductions: [HEADS.indicator, SHOWN.label],
  facts: [HEADS.list],
  formulas: [HEADS.list, HEADS.fact, SHOWN.label],
  grades: [],
  overrides: [],
  findings: [],
  monitoring: [],
  checks: [],
}
