/** What a sentence says of the whole form, whichever indicator it stands beside. */
export type FormBody =
  /** 财政评价比部门评价降一档×90%; 未按时报送的，总分×95% */
  | { readonly kind: 'multiply'; readonly when: string; readonly factor: number }
  /** 截留挪用资金的，等级不得高于中 */
  | { readonly kind: 'capGrade'; readonly when: string; readonly grade: string }
  /** 弄虚作假的，总分为0分 */
  | { readonly kind: 'zero'; readonly when: string }
  /** 获国家级表彰的，总分加2分，不超过100分 */
  | { readonly kind: 'add'; readonly when: string; readonly points: number; readonly max: number | null }
  /** 材料不实的，该指标严重的扣100%，轻微的扣30% */
  | { readonly kind: 'finding'; readonly when: string; readonly share: number }
  /** 实得分÷（100-不适用分）×100: what does not apply is left out of all. */
  | { readonly kind: 'rescale' }
  /** 35×25÷29=30.17: the same inside a block of that many points, by an example that comes out right. */
  | { readonly kind: 'rescaleBlock'; readonly points: number }
  /** 总分=Σ各部分权重×（各部分得分÷100）: each block is written out of a hundred. */
  | { readonly kind: 'hundredEach' }
  /** 80分（含）至90分为良 */
  | { readonly kind: 'grade'; readonly name: string; readonly from: number | null; readonly to: number | null }
  | { readonly kind: 'note'; readonly text: string }

export type FormKind = FormBody['kind']
export type FormStatement<K extends FormKind = FormKind> = Extract<FormBody, { kind: K }>
