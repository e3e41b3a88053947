import type { Sentence, SentencePart } from '../rules.ts'
import { chinese } from './chinese.ts'
import { fillWith } from './template.ts'

/** Why a rule took what it took: templates for its line, of the same phrases as the criterion's own sentence. */
export const REASONS = {
  zeroBelow: '{value}为{actual}，低于{limit}，不得分',
  zeroAbove: '{value}为{actual}，高于{limit}，不得分',
  ratio: '{value}为{actual}，未达到{target}，按比例计分',
  missed: {
    '>=': '{value}为{actual}，未达到{target}，按比例计分',
    '<=': '{value}为{actual}，超过{target}，按比例计分',
    '=': '{value}为{actual}，不等于{target}，不得分',
    deviation: '{value}为{actual}，不等于{target}，按比例计分',
  },
  over: '{value}为指标值的{rate}，超过{above}，不得分',
  unexplained: '{value}为指标值的{rate}，超过{above}，须说明原因',
  direction: '{direction}写的是{actual}，只能是 ≥、≤ 或 =',
  band: '{value}为{actual}，属于{band}一档，得{points}分',
  risingBand: '{value}为{actual}，属于{band}一档，按比例得{points}至{end}分',
  noBand: '{value}为{actual}，不在任何一档之内，请补齐分档',
  steps: {
    above: `{value}为{actual}，超过{start}，${chinese.steps.aboveEach}`,
    below: `{value}为{actual}，低于{start}，${chinese.steps.belowEach}`,
  },
  countRow: '{row}，扣{points}分',
  anyRow: '{list}中有一例',
  countedEarn: '{value}为{actual}，每个得{points}分，未得满',
  countedDeduct: '{value}为{actual}，每个扣{points}分',
  earnedRows: '{list}累计得分',
  item: '{item}为{actual}，扣{points}分',
  level: '{level}评为{name}，{share}为{actual}',
  outsideLevel: '{level}评为{name}，{share}应在 {bounds} 之内，填的是{actual}',
  unnamedLevel: '{level}写的是{actual}，只能是{names}',
  case: '{case}，得{points}分',
  notCases: '不符合{cases}',
  noCase: '不符合以上任何情形',
  always: '按规定',
  select: '适用第{number}种评分标准',
  finding: '复核认定：{label}，扣该项分值的{share}',
} as const

/** A sentence of a template with facts, values and numbers in its places. */
export const say = (template: string, slots: Readonly<Record<string, string | Sentence>> = {}): Sentence =>
  fillWith<SentencePart>(template, slots, (words) => words)
