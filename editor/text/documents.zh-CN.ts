/** Words about the files gradings are handed out as. */
export const documentWords = {
  form: '下载自评表',
  review: '下载复核表',
  reviewHint: '自评得分、复核得分和偏差，供复核人填写',
  statement: '下载自评表说明',
  statementHint: '附件3，公文格式；要改的地方标“请核改”',
  summary: '下载汇总',
  summaryHint: '汇总排名、扣分明细、复核汇总表（xlsx）',
  archive: '下载全部打印件',
  archiveHint: '每份一个文件夹：自评表、复核表、自评表说明，连同汇总（zip）',
} as const
