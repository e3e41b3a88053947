import { placeWords } from './places.zh-CN.ts'

/** Words of the pages where units fill in their forms and the bureau receives them. */

const STATUS = { filling: '填报中', submitted: '已提交', returned: '已退回', received: '已接收' } as const

export const formWords = {
  title: placeWords.forms,
  status: (status: keyof typeof STATUS) => STATUS[status],
  statuses: Object.keys(STATUS) as (keyof typeof STATUS)[],
  otherPerson: '登录的已经不是填这份表的人，没有保存；请用原来的账号登录。',

  // the list
  all: '全部',
  begin: '开始填报',
  beginTitle: '新的一份',
  unit: '单位',
  year: '评价年度',
  ruleSet: '指标体系',
  project: '项目名称',
  noneOpen: '这一年度没有可以填报的指标体系',
  emptyTitle: '还没有填报表',
  emptyOwn: '在上面选年度和指标体系，就可以开始。以前导入过同一年度的，会带上那份的数据。',
  emptyAll: '各单位开始填报后列在这里；导入的表在“结果”里。',
  name: '名称',
  stage: '进度',
  saved: '最后保存',
  handedIn: '提交',
  files: '佐证',
  times: (count: number) => (count === 0 ? '—' : `第 ${count} 次`),
  fileCount: (count: number) => (count === 0 ? '—' : `${count} 个`),
  caption: '填报表清单',
  idle: (year: number, count: number) => `名册里还有 ${count} 个单位没有开始填 ${year} 年度`,
  filterLabel: '按进度筛选',

  // from a table
  table: '从表格读入',
  tableReading: '正在读…',
  template: '下载填报模板',
  tableRead: (facts: number, scores: number) =>
    `读入 ${facts} 项数据、${scores} 个自评得分，已填在下面；表里空着的没有动。`,
  tableRefused: '表里有错，没有读入；请照下面改好再读。',

  // saving
  save: {
    saved: (revision: number) => `已保存，第 ${revision} 稿`,
    saving: '正在保存…',
    waiting: '正在保存…',
    away: '连不上服务，先存在本机，连上后自动保存',
    refused: '没有保存',
    conflict: '另一个窗口改过',
    homeless: '浏览器存不下了，请不要关闭窗口',
  },
  again: '再试一次',
  notGraded: (why: string) => `下面的得分和提示还不是现在所填的：${why}`,
  notSaved: '填的内容还没有保存到服务上，没有提交；等保存好再提交。',
  theirs: (who: string, when: string) => `另一个窗口（${who}，${when}）保存过这份填报。两份不同的地方：`,
  theirsSame: '两份填的内容相同。',
  takeMine: '用我这份',
  takeTheirs: '用已保存的那份',
  takeTheirsSure: '这个窗口里还没有保存的修改会丢掉。',
  mine: '我这份',
  other: '已保存的',
  left: (when: string) => `这台电脑上有 ${when} 没来得及保存的修改，之后又有人保存过。`,
  bringIn: '比较',
  dropLeft: '丢弃',
  dropSure: '丢弃后不能找回。',

  // the account beside it
  selfTotal: '自评',
  ourTotal: '系统试算',
  counting: '计算中',
  ours: '系统试算',
  open: '待定',
  excused: '不适用',
  higher: (points: string) => `自评高 ${points} 分`,
  lower: (points: string) => `自评低 ${points} 分`,
  lacking: (count: number) => `还缺 ${count} 项`,
  wrong: (count: number) => `填错 ${count} 处`,
  ready: '可以提交',
  outline: '指标',
  others: '其他数据',
  clause: '评分标准',

  // a fact
  entryState: '填报状态',
  states: { value: '已填', missing: '未填报', notApplicable: '不适用', pending: '待核' },
  listStates: { rows: '逐行填', none: '没有（空表）', missing: '未填报', notApplicable: '不适用', pending: '待核' },
  required: '必填',
  value: (label: string) => `${label}：数值`,
  stateOf: (label: string) => `${label}：填报状态`,
  note: '来源、说明',
  noteOf: (label: string) => `${label}：来源和说明`,
  reason: '为什么不适用',
  reasonOf: (label: string) => `${label}：为什么不适用`,
  pendingNote: '等什么',
  choose: '请选择',
  yes: '是',
  no: '否',
  elsewhere: (fact: string, leaf: string) => `${fact}：在“${leaf}”填写`,
  byBureau: '由财政部门填写',
  bureauOpen: '还没有填',

  // rows
  addRow: '加一行',
  removeRow: (row: number) => `删去第 ${row} 行`,
  remove: '删',
  cell: (column: string, row: number) => `${column}，第 ${row} 行`,
  rowsOf: (label: string) => `${label}的各行`,
  pasteHint: '可以从 Excel、WPS 里复制整块，点一格按 Ctrl V 粘贴。',

  // self scores
  selfScore: '自评得分',
  selfScoreOf: (label: string) => `${label}：自评得分`,
  selfReason: '扣分原因',
  selfReasonOf: (label: string) => `${label}：扣分原因`,
  blockScore: (label: string) => `“${label}”整块的自评得分（填了它，下面各项的自评不再相加）`,
  points: '分',

  // evidence
  evidence: '佐证',
  evidenceRequired: '佐证（必须有）',
  attach: '附文件',
  attachTo: (leaf: string) => `给“${leaf}”附文件`,
  supports: '佐证什么',
  wholeLeaf: '整个指标',
  attaching: (done: number, all: number) => `正在上传 ${done + 1} / ${all}`,
  noFiles: '没有附文件',
  detach: (name: string) => `删去 ${name}`,
  limits: 'PDF、图片、Word、Excel、PowerPoint、WPS、OFD；每个不超过 10 MB，一份填报最多 100 个、合计 200 MB。',
  tooLarge: (name: string) => `${name} 超过 10 MB，没有上传；请压缩或拆开再传。`,
  lostFile: (name: string, why: string) => `${name}：${why}`,

  // steps
  submit: '提交',
  submitSure: '提交后不能再改，直到撤回或被退回。',
  withdraw: '撤回',
  withdrawSure: '撤回后可以再改，改好重新提交。',
  discard: '删除',
  discardSure: '还没有提交过。删除后填的内容不能找回。',
  lockedSubmitted: (when: string) => `${when} 提交，等财政部门接收或退回；这期间不能改。`,
  lockedReceived: (when: string) => `${when} 接收，已成为正式的填报；要改请联系财政部门退回。`,
  account: '看评分明细',
  returned: (who: string, when: string, remark: string) => `${who} ${when} 退回：${remark}`,
  remark: '退回意见',
  earlierRemark: '退回意见',

  // the bureau
  changes: '上次提交以来的改动',
  noChanges: '和上次提交的内容相同。',
  what: '什么',
  before: '上次',
  after: '这次',
  writeRemark: (label: string) => `对“${label}”的意见`,
  addRemark: '写意见',
  addRemarkOn: (label: string) => `写意见：${label}`,
  returnForm: '退回',
  returnTitle: '退回给填报单位',
  returnText: (count: number) =>
    count === 0 ? '单位可以改了再提交。' : `连同写好的 ${count} 条逐项意见一起退回，单位可以改了再提交。`,
  receive: '接收',
  receiveSure: '接收后成为正式的填报，参加评价；单位不能再改，除非退回。',
  notHandedIn: '单位还在填，提交以后才看得到填了什么。',
  lastHandedIn: '单位正在改，下面是上次提交的内容。',
  size: (bytes: number) =>
    bytes >= 1024 * 1024
      ? `${Math.round(bytes / 1024 / 102.4) / 10} MB`
      : `${Math.max(1, Math.round(bytes / 1024))} KB`,
}
