import { canonicalJson } from '../../core/canonical-json.ts'
import type { RuleSet } from '../../core/rule-set.ts'
import { nodesOf } from '../../core/submission-checks/references.ts'
import type { FormEntries } from '../entries.ts'
import type { Responsibility } from './responsibility.ts'
import { rowsByName, withoutRows, type TypedRow } from './typed-rows.ts'

/** Something in a form that was changed. */
export interface ChangedPlace {
  /** `facts.rate`, `selfScores.quality` and the like. */
  readonly path: string
  readonly label: string
  /** The offices it belongs to; where there is none, it is for those who fill in the whole form. */
  readonly offices: readonly string[]
  /** The offices whose part is no longer as it was. */
  readonly concerned: readonly string[]
}

const isSame = (a: unknown, b: unknown): boolean => canonicalJson((a ?? null) as never) === canonicalJson((b ?? null) as never) // prettier-ignore

/** What one version of a form has other than another, and whose it is. */
export function changedPlaces(
  ruleSet: RuleSet,
  who: Responsibility,
  before: FormEntries,
  after: FormEntries,
): ChangedPlace[] {
  const labels = new Map(ruleSet.facts.map(({ id, label }) => [id, label ?? id]))
  const nodes = nodesOf(ruleSet.indicators)
  const facts = union(Object.keys(before.facts), Object.keys(after.facts)).flatMap((id): ChangedPlace[] => {
    const [old, now] = [before.facts[id], after.facts[id]]
    if (isSame(old, now)) return []
    const place = { path: `facts.${id}`, label: labels.get(id) ?? id }
    if (who.isRowList(id)) return listPlaces(id, place, who, old, now)
    return [belonging(place, who.factOffice(id))]
  })
  const scores = union(Object.keys(before.selfScores), Object.keys(after.selfScores)).flatMap((id): ChangedPlace[] => {
    if (isSame(before.selfScores[id], after.selfScores[id])) return []
    const [leaf = '', row] = id.split(/\/(.*)/s)
    const node = nodes.get(leaf)
    const own = row !== undefined && node?.each ? who.ofRow(node.each.list, row) : null
    const place = { path: `selfScores.${id}`, label: `${node?.label ?? leaf}的自评得分` }
    return [belonging(place, own?.office ?? who.ofLeaf(leaf)?.office ?? null)]
  })
  const texts = isSame(before.texts, after.texts) ? [] : [belonging({ path: 'texts', label: '文字说明' }, null)]
  return [...facts, ...scores, ...texts]
}

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])]

function belonging(place: Pick<ChangedPlace, 'path' | 'label'>, office: string | null): ChangedPlace {
  const offices = office === null ? [] : [office]
  return { ...place, offices, concerned: offices }
}

/** Row by row; whether there are rows at all, and in what order, is for the offices whose indicator the list is. */
function listPlaces(
  list: string,
  place: { readonly path: string; readonly label: string },
  who: Responsibility,
  before: unknown,
  after: unknown,
): ChangedPlace[] {
  const [old, now] = [rowsByName(before), rowsByName(after)]
  const whole = who.listOffices(list)
  // to add a row or take it away is for those who have the whole indicator
  const officesOf = (name: string, row: TypedRow | undefined): readonly string[] =>
    row === undefined ? whole : who.rowOffices(list, name, row)
  const rows = union([...old.keys()], [...now.keys()]).flatMap((name): ChangedPlace[] => {
    const [was, is] = [old.get(name), now.get(name)]
    if (isSame(was, is)) return []
    const [from, to] = [officesOf(name, was), officesOf(name, is)]
    const offices = from.filter((office) => to.includes(office))
    const label = `${place.label}：${nameOf(is ?? was!, name)}`
    const concerned = [...(was ? from : []), ...(is ? to : [])]
    return [{ path: place.path, label, offices, concerned }]
  })
  const kept = [...old.keys()].filter((name) => now.has(name))
  const isMoved = !isSame(kept, [...now.keys()].filter((name) => old.has(name))) // prettier-ignore
  const isOther = old.size > 0 && now.size > 0 && !isSame(withoutRows(before), withoutRows(after))
  return isMoved || isOther || rows.length === 0 ? [...rows, { ...place, offices: whole, concerned: whole }] : rows
}

const nameOf = (row: TypedRow, name: string): string =>
  typeof row['name'] === 'string' && row['name'] !== '' ? `“${row['name']}”` : `第“${name}”行`
