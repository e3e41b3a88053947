import type { FaultList } from '../fault-list.ts'
import type { Indicator, RuleSet } from '../rule-set.ts'
import { unknownName } from '../unknown-name.ts'
import { PERIOD } from './period.ts'
import { FormNames, type Kind, type Named, type Names } from './names.ts'

export type Path = readonly PropertyKey[]

/** A node of the tree and where it stands. */
export interface NodePlace {
  readonly indicator: Indicator
  readonly path: Path
  readonly parent: NodePlace | null
}

/** What every check of a rule set's meaning needs: the rule set, its names, its nodes, and where faults go. */
export class CheckContext {
  readonly names: FormNames
  /** Every node, in the order of the tree. */
  readonly places: readonly NodePlace[]
  readonly nodes: ReadonlyMap<string, NodePlace>

  constructor(
    readonly ruleSet: RuleSet,
    readonly faults: FaultList,
  ) {
    this.names = new FormNames(ruleSet.facts)
    this.places = placesOf(ruleSet.indicators, ['indicators'], null)
    this.nodes = new Map(this.places.map((place) => [place.indicator.id, place]))
  }

  fault(path: Path, code: string, message: string): void {
    this.faults.add(path, code, message)
  }

  /**
   * The fact a name stands for, of one of the kinds wanted (a fact of unknown kind passes).
   * @returns null when there is none or it does not fit; the fault is noted.
   */
  fact(id: string, kinds: readonly Kind[], names: Names, path: Path): Named | null {
    if (this.faults.full) return null
    const found = names.find(id)
    if (!found) {
      this.unknown(id, names, path)
      return null
    }
    if (found.kind === 'unknown' || kinds.includes(found.kind)) return found
    const wanted = kinds.length > 3 ? '单个的值' : kinds.map((kind) => KIND_WORDS[kind]).join('或')
    this.fault(path, 'fact_kind', `这里要用${wanted}，${titled(found)}是${KIND_WORDS[found.kind]}，请换一个数据项。`)
    return null
  }

  /** Says that a name is not known where it stands, and where it would be. */
  unknown(id: string, names: Names, path: Path): void {
    if (this.faults.full) return
    const list = this.ruleSet.facts.find(({ fields }) => fields?.some((field) => field.id === id))
    if (/^(?:points|share):/u.test(id) && this.nodes.has(id.slice(id.indexOf(':') + 1)))
      this.fault(path, 'unknown_fact', `“${id}”只有总分规则（overrides）能读，请换一个数据项。`)
    else if (id === PERIOD) this.fault(path, 'unknown_fact', `“${id}”只有监控规则（monitoring）能读，请换一个数据项。`)
    else if (list) {
      const message = `“${id}”是清单 ${list.id} 的栏目，这里读不到，请改用汇总的公式，如 sum(${list.id}.${id})，或按行评分。`
      this.fault(path, 'unknown_fact', message)
    } else this.fault(path, 'unknown_fact', unknownName('数据项', id, names.all()))
  }

  /** A number, or the name of a fact that holds one. */
  operand(value: number | string | undefined, names: Names, path: Path): void {
    if (typeof value === 'string') this.fact(value, ['number'], names, path)
  }

  /** @returns whether the name is a list fact of the form. */
  list(id: string, path: Path): boolean {
    const found = this.fact(id, ['list'], this.names.form, path)
    if (found && this.names.list(id) === null)
      this.fault(path, 'fact_kind', `这里要用清单，${titled(found)}不是清单，请换一个数据项。`)
    return found !== null && this.names.list(id) !== null
  }
}

export const KIND_WORDS: Record<Kind, string> = {
  number: '数',
  boolean: '逻辑值（是／否）',
  text: '文本',
  choice: '选项',
  date: '日期',
  list: '清单',
  unknown: '未声明类型的值',
}

/** “预算执行率”（rate） */
export function titled(named: { readonly id: string; readonly label?: string | undefined }): string {
  return named.label ? `“${named.label}”（${named.id}）` : `“${named.id}”`
}

function placesOf(indicators: readonly Indicator[], path: Path, parent: NodePlace | null): NodePlace[] {
  return indicators.flatMap((indicator, index) => {
    const place = { indicator, path: [...path, index], parent }
    return [place, ...placesOf(indicator.children ?? [], [...place.path, 'children'], place)]
  })
}
