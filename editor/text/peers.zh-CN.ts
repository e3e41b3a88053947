/** What the account page says of one submission beside what is usual. */
export const peerWords = {
  title: '与中位数对照',
  show: '对照各二级指标的中位数',
  lead: (size: number, year: number) =>
    `${year} 年度 ${size} 份填报按同一版本现在评出的得分率；中位数：一半不高于它，一半不低于它。`,
  few: '同年度同一版本的填报不到 5 份，不作对照。',
  own: '本单位',
  median: '中位数',
  rings: '外圈 100%，每圈 25%',
  indicator: '二级指标',
  difference: '相差（百分点）',
  open: '未定',
  running: '正在评同年度的填报…',
  chart: (below: readonly string[], above: readonly string[]) =>
    [
      below.length > 0 ? `低于中位数的：${below.join('、')}` : '没有低于中位数的',
      above.length > 0 ? `高于中位数的：${above.join('、')}` : '没有高于中位数的',
    ].join('；'),
}
