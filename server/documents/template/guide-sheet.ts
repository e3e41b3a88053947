import type { RuleSet } from '../../core/rule-set.ts'
import { rowHeight } from '../xlsx/write/row-height.ts'
import type { NewSheet } from '../xlsx/write/workbook.ts'
import type { TemplateVersion } from './dictionary.ts'
import { labelOf, listFacts, othersFacts } from './form-facts.ts'
import { TITLE } from './looks.ts'
import { FORM_SHEET, SELF_SHEET } from './template-words.ts'

/** In characters of the columns' measure. */
const WIDTH = 70

/** 填表说明: how to fill in, in sentences. */
export function guideSheet(ruleSet: RuleSet, version: TemplateVersion): NewSheet {
  const others = othersFacts(ruleSet).map(labelOf)
  const lists = listFacts(ruleSet).map((list) => `“${labelOf(list)}”`)
  const unverified = ruleSet.provenance?.status === 'confirmed' ? '' : '（未经核实，请以当年通知为准）'
  const lines = [
    `一、本表用于${ruleSet.title ?? '绩效评价'}${unverified}，版本 ${version.id}@${version.effective}，指纹 ${version.hash.slice(7, 19)}。`,
    `二、在“${FORM_SHEET}”表填单项数据${lists.length > 0 ? `，在${lists.join('、')}表一行填一项` : ''}，在“${SELF_SHEET}”表填自评得分和扣分原因。`,
    '三、只填黄色的格子；表头、编码和隐藏的“字典”表不要改动，系统靠它们认表。可以从别的表格复制数值粘贴进来。',
    '四、数只写数字，按“计量单位”填；写成 2,936.68、95%、（12.5）、2936.68万元 都认得，单位不同的金额会换算并注明。约数、范围不认。',
    '五、没有数就留空，表示未填报；零要写 0。不适用的写“不适用”，并在“说明”栏写明理由；还在核实的写“待核”。',
    '六、身份证号、统一社会信用代码等编码按文本填写，不要让表格软件变成科学计数法。',
    '七、自评得分不超过分值，低于分值的要写扣分原因。',
    ...(others.length > 0 ? [`八、下列数据由财政部门或评审人员填列，本表不填：${others.join('、')}。`] : []),
    `${others.length > 0 ? '九' : '八'}、填好后保存为 xlsx。导入时有错，会退回一份带“错误说明”列的表，改好再交。`,
  ]
  return {
    name: '填表说明',
    // within an upright page, so that it prints whole
    widths: [WIDTH],
    rows: [
      { cells: [{ value: '填表说明', look: TITLE }], height: 32 },
      ...lines.map((value) => ({
        cells: [{ value, look: { boxed: true as const } }],
        height: rowHeight([{ text: value, width: WIDTH }]),
      })),
    ],
  }
}
