import type { Expression } from '../grammar/expression.ts'
import type { Range } from '../grammar/range.ts'
import type { Award } from '../grammar/terms.ts'

/** What one piece of a scoring sentence says, before it is known which method the whole criterion is. */
export type Body =
  /** 预算调整率10%-20%(含)得3分 */
  | { readonly kind: 'tier'; readonly subject: string; readonly range: Range; readonly award: Award }
  /** “三公经费”>0，: a range that the next words speak of */
  | { readonly kind: 'limit'; readonly subject: string; readonly range: Range }
  /** 达到指标值得满分; 支出数不超过预算数的得1分 */
  | {
      readonly kind: 'goal'
      readonly subject: string
      readonly direction: '>=' | '<='
      /** How it is reached, in words: 达到, 不超过, 完成. */
      readonly verb: string
      readonly goal: string
      readonly award: Award
    }
  /** 否则不得分; 未达到的按比例得分; 超过的，得分=A÷B×分值 */
  | {
      readonly kind: 'otherwise'
      readonly branch: 'else' | 'below' | 'above' | 'between'
      readonly award: Award | Expression
    }
  /** 每超过一个百分点扣0.5分 */
  | {
      readonly kind: 'step'
      readonly subject: string
      /** What it is measured from, where it names it: 每低于目标值2%; else empty. */
      readonly beyond: string
      readonly side: 'above' | 'below'
      readonly step: number
      readonly unit: string
      readonly verb: '扣' | '得'
      readonly points: number
    }
  /** 每出现一例不符合要求的扣1分 */
  | {
      readonly kind: 'event'
      readonly what: string
      readonly measure: string
      readonly missing: boolean
      readonly verb: '扣' | '得'
      readonly points: number
    }
  /** ①已制定管理制度，1分; 决算已公开，2分 */
  | {
      readonly kind: 'item'
      readonly label: string
      readonly award: Award | null
      /** Said of the whole indicator: 该项不得分. */
      readonly whole: boolean
      /** Its points stand in brackets behind it: 建立台账（5分）. */
      readonly bracketed: boolean
    }
  /** 越接近评价标准值得分越高; the target is a share, or named */
  | { readonly kind: 'closest'; readonly subject: string; readonly target: string | number }
  /** 相对值按照资金额度加权平均计算 */
  | { readonly kind: 'weighted'; readonly of: string; readonly by: string }
  /** 定量指标先汇总完成数，再计算得分 */
  | { readonly kind: 'summed'; readonly name: string }
  /** 第2-5名按第1名的比例得分 */
  | { readonly kind: 'ofTheBest'; readonly first: number; readonly last: number }
  /** 严重扣100% */
  | { readonly kind: 'lossShare'; readonly when: string; readonly share: number }
  /** 最多5个 */
  | { readonly kind: 'most'; readonly count: number }
  /** 按完成比例得分 */
  | { readonly kind: 'prorata' }
  /** 是得2分，否得0分 */
  | { readonly kind: 'answer'; readonly yes: boolean; readonly award: Award }
  /** 好100%-80%(含) */
  | { readonly kind: 'level'; readonly name: string; readonly range: Range }
  /** 第2、3名得1分 */
  | { readonly kind: 'rank'; readonly first: number; readonly last: number; readonly award: Award }
  /** 排名1-5名的依次赋予60、57、54、51、48分 */
  | { readonly kind: 'ranks'; readonly first: number; readonly points: readonly number[] }
  /** 得分=支出率×分值; 反向指标(≤)得分=A/B×分值 */
  | { readonly kind: 'score'; readonly expression: Expression; readonly direction: '>=' | '<=' | null }
  /** 支出率=支出数÷调整后预算数; A为全年预算数 */
  | { readonly kind: 'define'; readonly name: string; readonly expression: Expression }
  /** 引用县财政局自评质量考核得分 */
  | { readonly kind: 'external'; readonly name: string }
  | { readonly kind: 'convert' }
  | { readonly kind: 'hundred' }
  /** 以100%为标准 */
  | { readonly kind: 'standard'; readonly value: number; readonly unit: string }
  /** 扣完为止 */
  | { readonly kind: 'floor' }
  /** 最多扣1.5分; 最高得满分 (no amount) */
  | { readonly kind: 'cap'; readonly points: number | null; readonly verb: '扣' | '得' | null }
  /** 不足一个百分点的不扣 */
  | { readonly kind: 'whole'; readonly how: 'prorata' | 'down' | 'up' }
  /** 端点从高 */
  | { readonly kind: 'ends'; readonly side: 'higher' | 'lower' }
  /** 分值5分 */
  | { readonly kind: 'worth'; readonly points: number }
  /** 定性指标分三档; 按符合程度分三档 */
  | { readonly kind: 'graded'; readonly count: number | null; readonly rowsOnly: boolean }
  /** 评价要点: */
  | { readonly kind: 'heading' }
  /** 三项各1分 */
  | {
      readonly kind: 'apiece'
      readonly points: number
      readonly count: number | null
      readonly names: readonly string[]
    }
  /** 分值在各指标间平均分配; 由项目自行设置三级指标及其分值 */
  | { readonly kind: 'rows'; readonly points: 'even' | 'own' | null }
  /** 超过指标值50%以上的，须说明原因 */
  | { readonly kind: 'explain'; readonly above: number }
  /** 没有资产收益的得满分 */
  | { readonly kind: 'exempt'; readonly what: string; readonly effect: 'full' | 'rescale' }
  /** 可选项；选一项或几项，平分40分 */
  | { readonly kind: 'optional'; readonly points: number | null }
  /** 在“过程”内折算 */
  | { readonly kind: 'within'; readonly block: string }
  /** 未提供佐证材料的不得分 */
  | { readonly kind: 'evidence' }
  /** 未按规定盘点的再扣1分 */
  | { readonly kind: 'loss'; readonly when: string; readonly more: boolean; readonly points: number }
  /** Words that say no points. */
  | { readonly kind: 'note'; readonly text: string }
  /** Words that say something about points, which nobody here understands. */
  | { readonly kind: 'unread'; readonly text: string }

export type Kind = Body['kind']
export type BodyOf<K extends Kind> = Extract<Body, { kind: K }>

/** A statement at its place in the folded text, in the sentence of that index. */
export type Statement<K extends Kind = Kind> = BodyOf<K> & {
  readonly from: number
  readonly to: number
  readonly sentence: number
  /** ①, (1), 1.: whether its sentence is an item of a list. */
  readonly marked: boolean
}
