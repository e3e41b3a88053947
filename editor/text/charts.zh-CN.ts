/** What stands beside every chart. */
export const chartWords = {
  table: '看数字',
  failed: '图没有载入，数字见表。',
}
