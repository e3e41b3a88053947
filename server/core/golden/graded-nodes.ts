import type { GradedNode } from '../grading.ts'

/** All nodes under and with those given, parents first. */
export const flattenNodes = (nodes: readonly GradedNode[]): GradedNode[] =>
  nodes.flatMap((node) => [node, ...flattenNodes(node.children)])

export const findNode = (nodes: readonly GradedNode[], id: string): GradedNode | null =>
  flattenNodes(nodes).find((node) => node.id === id) ?? null
