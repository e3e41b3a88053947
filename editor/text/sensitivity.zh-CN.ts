/** What the pages say about how far a ranking hangs on its rule set. */
export const sensitivityWords = {
  title: '敏感性',
  lead: '按已存的填报算：名次靠不靠得住分值，哪些指标、规则没有起作用。只看不改。',
  run: '计算敏感性',
  running: '正在计算，填报多时需要几秒…',
  size: (size: number, open: number, subject: string) =>
    `${size} 个${subject}${open > 0 ? `，另有 ${open} 个总分未定，不计入` : ''}`,
  few: '不到两个有总分，无从比较名次。',

  weights: '分值上下一成，名次变多少',
  weightsText:
    '每次只把一个分值减一成或加一成，其余的按比例增减，总分不变；各家在每个指标上的得分率不变，不重新舍入，不算总分上的调整。' +
    '“换位”是原来甲在乙前、后来乙在甲前的对数占全部对数的比例，越大说明名次越靠这个分值。',
  indicator: '指标',
  down: '减一成',
  up: '加一成',
  swaps: '换位',
  moved: '名次有变',
  largest: '变动最大',
  by: (by: number) => `${by} 名`,
  nobody: '—',
  whole: '一级指标',
  more: (count: number) => `其余 ${count} 个指标`,
  steady: '任何一个分值上下一成，名次都不变。',

  flat: '分不出高下的指标',
  flatText:
    '适用的部门得分率都一样，这个指标对名次不起作用；人人满分的可以提高要求，人人零分的要看是不是写得太严或数据没有填。',
  full: (size: number) => `${size} 个全部满分`,
  zero: (size: number) => `${size} 个全部零分`,
  noFlat: '没有人人满分或人人零分的指标。',

  silent: '从没成立过的规则',
  silentText: '在这些填报里一次也没有扣到（或得到）分。可能是办法管住了，也可能是条件写得不会成立。',
  said: (count: number) => `问过 ${count} 次`,
  noSilent: '没有：每条规则都成立过。',
  rulesCount: (count: number) => `逐条列出（${count} 条）`,

  correlated: '几乎说同一回事的指标',
  correlatedText:
    '得分率的相关系数 r 在 0.9 以上（或 −0.9 以下）的成对指标：一个高另一个也高（或正相反），等于一件事算了两次。不到 10 个都适用的不比。',
  and: '与',
  r: (hundredths: number) =>
    `r = ${hundredths < 0 ? '−' : ''}${Math.abs(hundredths) === 100 ? '1.00' : `0.${Math.abs(hundredths)}`}`,
  common: (size: number) => `${size} 个都适用`,
  noCorrelated: '没有。',
}
