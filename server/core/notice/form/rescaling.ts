import type { Indicator } from '../model.ts'
import { about, type Findings } from '../notice-reading.ts'
import { blocksOf } from './form-rules.ts'

/** 没有政府采购的不适用，在“过程”内折算: said of one indicator, about the block of that name. */
export interface Rescaling {
  readonly block: string
  readonly indicator: string
  readonly row: number
  readonly text: string
}

/** The block shares out the points of the indicator where it does not apply. */
export function rescaleBlock({ block, indicator, row, text }: Rescaling, nodes: readonly Indicator[], found: Findings) {
  const named = blocksOf(nodes).filter(({ label, children }) => label === block && contains(children ?? [], indicator))
  const [one] = named
  if (one && named.length === 1) one.notApplicable = 'rescale'
  else
    found.open.push({
      ...about(indicator, row),
      code: 'block_unknown',
      sentence: text,
      message: `没有找到名为“${block}”的上级指标，不适用时在哪里折算请写明。`,
    })
}

const contains = (nodes: readonly Indicator[], id: string): boolean =>
  nodes.some((node) => node.id === id || contains(node.children ?? [], id))
