/** What every made-up submission says of itself. */

export const SAMPLE_YEAR = 2024
export const SAMPLE_MARK = '示例数据'
export const SAMPLE_NOTE = '示例数据，由程序按种子生成，不对应任何真实单位或项目。'

/** `sample-dept-001` for index 0. */
export function sampleId(kind: 'dept' | 'project' | 'unit', index: number): string {
  return `sample-${kind}-${String(index + 1).padStart(3, '0')}`
}
