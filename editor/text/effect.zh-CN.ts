import type { Effect } from '../../server/http/shapes.ts'

/** What the pages say about the effect of an edited rule set. */

export const effectWords = {
  title: '对评价结果的影响',
  size: (size: number, subject: string) => `${size} 个${subject}`,
  open: (count: number) => `另有 ${count} 个未定，不计入`,
  busy: '计算中',
  sumsOff: '分值合计不符，以下是上次合计相符时的结果。',
  sumsOffFirst: '分值合计不符，配平后才算得出影响。',
  failed: '这次修改没有算出结果：',
  nothingBefore:
    '这套指标体系还没有发布过，没有结果可以比较。发布并收到填报以后，这里显示每处修改对全部评价结果的影响。',
  none: '修改左侧分值或评分标准，这里立即显示对全部评价结果的影响。',
  mean: '均分',
  distribution: '得分分布',
  bin: (from: number, to: number, before: number, after: number) => `${from}–${to} 分：原 ${before} 个，新 ${after} 个`,
  before: '原',
  after: '新',
  grade: '等级',
  change: '增减',
  moves: '等级变动',
  noMoves: '没有等级变动',
  movers: '变动最大的十个',
  noMovers: '没有得分变动',
  name: '名称',
  announce: (from: string, to: string, changed: number) => `均分 ${from} 变为 ${to}，${changed} 个得分有变动。`,

  still: '本次修改没有影响，因为：',
  /** Why nothing moves: of the rule set, or of an indicator and how many submissions. */
  stillReason: ({ reason, indicator, count }: Effect['still'][number]): string => {
    const where = indicator ? `“${indicator.label}”：` : ''
    return `${where}${STILL[reason](count)}`
  },

  near: (count: number) => (count > 0 ? `等级界线附近（0.5 分以内）${count} 个` : '没有人在等级界线 0.5 分以内'),
  nearMost: (shown: number) => `列出最近的 ${shown} 个`,
  points: '得分',
  edge: '离界线',
  /** How far above (below: negative) where a grade begins. */
  fromEdge: (grade: string, by: string, above: boolean) => (above ? `够“${grade}”，余 ${by}` : `差 ${by} 到“${grade}”`),

  look: (name: string) => `看“${name}”改动前后的账`,
  back: '返回',
  whole: '评价明细',
  sameAccount: '改动前后，这一份的账完全相同。',
  unreadable: '按这一版读不出这份填报',
  noNode: '没有这一项',
  worth: (points: string, awarded: string) => `${points} 分，得 ${awarded}`,
  openNode: '未定',
  unlostNode: '没有失分',
  ungraded: '未定',
}

const STILL: Record<Effect['still'][number]['reason'], (count: number) => string> = {
  same: () => '还没有改动。',
  words: () => '只改了文字、依据、来源或写法，怎么评、评多少没有变。',
  grades: () => '改了等级的界线，没有人跨过。',
  overrides: () => '改了总分的调整，没有人的总分因此不同。',
  open: (count) => `${count} 个的总分未定（缺数据、待核或有误），看不出变化。`,
  excused: (count) => `${count} 个不适用这一项。`,
  unlost: (count) => `${count} 个改前改后在这一项都没有失分，改过的规则没有落到谁身上。`,
  floor: (count) => `${count} 个在这一项改前改后都已扣完。`,
  equal: (count) => `${count} 个在这一项改前改后得分相同。`,
  offset: (count) => `${count} 个在这一项得分变了，由别的指标补上，总分不变。`,
}
