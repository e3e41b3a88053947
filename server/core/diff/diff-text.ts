import { quoted } from '../explain/sentence.ts'
import type { ChangeGroup, RuleSetDiff, VersionName } from './rule-set-diff.ts'

/**
 * A diff as lines of text: which versions, then each group; one change stands beside its label, several stand below.
 * Two equal versions give one line that says so.
 */
export function diffText(diff: RuleSetDiff): string[] {
  const head = `${versionText(diff.from)} → ${versionText(diff.to)}`
  if (diff.groups.length === 0) return [`${head}：内容相同`]
  return [head, ...diff.groups.flatMap(groupLines)]
}

function groupLines({ about, label: own, changes }: ChangeGroup): string[] {
  // a fact often has the name of the indicator that reads it
  const label = about === 'facts' ? `数据项${quoted(own)}` : own
  const [first, ...more] = changes
  if (first && more.length === 0) return [`${label}：${first.sentence}`]
  return [`${label}：`, ...changes.map(({ sentence }) => `  ${sentence}`)]
}

const versionText = ({ id, effective }: VersionName): string =>
  `${id ?? '（未编号）'}${effective ? `（${effective.from} 起施行）` : ''}`
