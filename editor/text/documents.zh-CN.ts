/** Words about the files a grading is handed out as. */
export const documentWords = {
  form: '下载自评表',
  statement: '下载自评表说明',
  statementHint: '附件3，公文格式；要改的地方标“请核改”',
} as const
