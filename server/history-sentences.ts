import { ROLE_NAMES, type Role } from './access/roles.ts'
import type { Change } from './storage/changes/index.ts'
import { ruleSetKey } from './storage/store.ts'

/** What each kind of change did, in a few words for the log page; who and when stand beside it. */
type Sentences = { readonly [A in Change['action']]: (payload: Extract<Change, { action: A }>['payload']) => string }

const SENTENCES: Sentences = {
  init: () => '建立数据目录',
  migrate: ({ format }) => `从以前的版本转换（${format}）`,
  addRuleSet: (version) => `读入指标体系 ${ruleSetKey(version)}`,
  retireRuleSet: ({ reason, ...version }) => `停用 ${ruleSetKey(version)}：${reason}`,
  saveDraft: ({ revision, ...draft }) => `保存草稿 ${ruleSetKey(draft)} 第 ${revision + 1} 稿`,
  discardDraft: (draft) => `丢弃草稿 ${ruleSetKey(draft)}`,
  submitDraft: (draft) => `提交 ${ruleSetKey(draft)} 待批`,
  returnDraft: ({ remark, ...draft }) => `退回 ${ruleSetKey(draft)}：${remark}`,
  setDraftCases: ({ text, ...draft }) => `草稿 ${ruleSetKey(draft)} 的用例：${text}`,
  publishDraft: (draft) => `批准并发布 ${ruleSetKey(draft)}`,
  putSubmissions: (rows) => `存入填报 ${listed(rows.map(({ id }) => id))}`,
  putGradings: (rows) => `评分 ${listed(rows.map(({ submission, ruleSet }) => `${submission}（${ruleSet}）`))}`,
  saveForm: ({ id, revision }) => `保存填报表 ${id} 第 ${revision + 1} 稿`,
  discardForm: ({ id }) => `删除填报表 ${id}`,
  attachFile: ({ id, file }) => `填报表 ${id} 附上佐证 ${file.name}（${placeOf(file)}）`,
  removeFile: ({ id, place }) => `填报表 ${id} 删去佐证 ${place.hash.slice(7, 19)}…（${placeOf(place)}）`,
  submitForm: ({ id, revision }) => `提交填报表 ${id} 第 ${revision} 稿`,
  withdrawForm: ({ id }) => `撤回填报表 ${id}`,
  returnForm: ({ id, remark, remarks }) =>
    `退回填报表 ${id}：${remark}${remarks.length === 0 ? '' : `（另有逐项意见 ${remarks.length} 条）`}`,
  receiveForm: ({ id }) => `接收填报表 ${id}，成为填报`,
  saveBreakdown: ({ id, revision, summary }) =>
    `填报表 ${id} 的目标分解第 ${revision + 1} 次：${listed(
      summary.parts.map(({ office, count }) => `${office} ${count} 项`),
      '个科室',
    )}`,
  finishPart: ({ id, office }) => `填报表 ${id}：${office}的部分完成`,
  reopenPart: ({ id, office, remark }) =>
    `填报表 ${id}：${office}的部分重新填写${remark === '' ? '' : `（${remark}）`}`,
  putOrganisations: (rows) =>
    `登记单位 ${listed(
      rows.map(({ name }) => name),
      '个',
    )}`,
  startRound: ({ id, ruleSet, draft, year, size }) =>
    `第 ${id} 次评价开始：${year} 年度 ${size} 份，按 ${ruleSetKey(ruleSet)}${draft === null ? '' : ` 第 ${draft} 稿试评`}`,
  addRoundResults: ({ id, from, current, gradings }) =>
    `第 ${id} 次评价，从第 ${from + 1} 份起又评出 ${current.length + gradings.length} 份`,
  endRound: ({ id, state, reason }) => `第 ${id} 次评价${ROUND_ENDS[state]}${reason === null ? '' : `：${reason}`}`,
  sealRun: ({ id, count, ...run }) => `封存评价结果 ${id}（${ruleSetKey(run.ruleSet)}，${count} 份）`,
  setUpAccounts: ({ accounts }) => `首次设置，建立账号 ${listed(accounts.map(({ id }) => id))}`,
  addAccount: ({ id, name }) => `建立账号 ${id}（${name}）`,
  setAccountRoles: ({ id, from, to }) => `改账号 ${id} 的角色和单位：${rightsText(from)} → ${rightsText(to)}`,
  setAccountRights: ({ id, from, to }) => `改账号 ${id} 的角色、单位和科室：${rightsText(from)} → ${rightsText(to)}`,
  disableAccount: ({ id }) => `停用账号 ${id}`,
  enableAccount: ({ id }) => `启用账号 ${id}`,
  setAccountPassword: ({ id, mustChange }) => (mustChange ? `重置账号 ${id} 的密码` : `账号 ${id} 修改密码`),
  lockAccount: ({ id, until }) => `锁定账号 ${id} 到 ${until}`,
  unlockAccount: ({ id }) => `解锁账号 ${id}`,
  setSecondFactor: ({ id, secondFactor }) => `${secondFactor === null ? '解除' : '绑定'}账号 ${id} 的动态口令`,
  event: ({ event, about, ok, detail }) => {
    const more = typeof detail?.['more'] === 'number' ? `，同样的另有 ${detail['more']} 次` : ''
    return `${EVENTS[event] ?? event}${about === undefined ? '' : ` ${about}`}${ok ? '' : '（未成功）'}${more}`
  },
}

const ROUND_ENDS = { done: '评完', cancelled: '取消', stopped: '中断' } as const

const EVENTS: Readonly<Record<string, string>> = {
  login: '登录',
  'login.failed': '登录',
  logout: '退出登录',
  refused: '访问被拒绝',
  'set-up.refused': '首次设置',
  download: '下载',
}

/** A record in a few words. */
export function historySentence(change: Change): string {
  return (SENTENCES[change.action] as (payload: Change['payload']) => string)(change.payload)
}

const placeOf = ({ indicator, fact }: { readonly indicator: string; readonly fact: string | null }): string =>
  fact === null ? indicator : `${indicator}，${fact}`

interface Rights {
  readonly roles: readonly Role[]
  readonly units: readonly string[]
  readonly office?: string | null
}

function rightsText({ roles, units, office }: Rights): string {
  const names = roles.map((role) => ROLE_NAMES[role]).join('、')
  const places = [...units, ...(office ? [office] : [])]
  return `${names || '无角色'}${places.length > 0 ? `（${places.join('、')}）` : ''}`
}

function listed(names: readonly string[], unit = '份'): string {
  return names.length <= 3 ? names.join('、') : `${names.slice(0, 3).join('、')}等 ${names.length} ${unit}`
}
