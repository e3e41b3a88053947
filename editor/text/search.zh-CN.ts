import type { Kind } from '../search/targets.ts'

/** What the search for anything says. */
export const searchWords = {
  title: '查找',
  label: '查找单位、项目、指标、指标体系或页面',
  hint: '可以打汉字、拼音或拼音首字母；上下键选，回车打开，Esc 关闭。',
  keys: 'Ctrl K',
  reading: '正在读取名称…',
  none: (text: string) => `没有名称里有“${text}”的。`,
  found: (count: number) => `找到 ${count} 个`,
  kinds: {
    place: '页面',
    ruleSet: '指标体系',
    indicator: '指标',
    department: '部门',
    project: '项目',
  } satisfies Record<Kind, string>,
  draft: '草稿',
}
