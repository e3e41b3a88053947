import { tick } from 'svelte'
import { findIndicator } from '../../rule-set/tree.ts'
import { moveIndicator, moveTo, placeOf, type Direction, type TreeEdit } from '../../rule-set/edits/tree.ts'
import type { RuleSetDraft } from '../../state/rule-set-draft.svelte.ts'
import type { RuleSet } from '../../../server/core/rule-set.ts'

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowRight: 'in',
  ArrowLeft: 'out',
}
type Zone = 'before' | 'after' | 'into'

/** Rows of the tree (`data-indicator`) are moved by Alt and an arrow key, and by dragging one onto another. */
export function arrange(tree: HTMLElement, draft: RuleSetDraft): () => void {
  let dragged: string | null = null
  let marked: HTMLElement | null = null

  const rowOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[data-indicator]') : null
  const idOf = (row: HTMLElement | null) => row?.dataset['indicator'] ?? null
  const unmark = () => {
    marked?.classList.remove('drop-before', 'drop-after', 'drop-into')
    marked = null
  }

  function press(event: KeyboardEvent) {
    const direction = event.altKey && !event.isComposing ? DIRECTIONS[event.key] : undefined
    const id = idOf(rowOf(event.target))
    if (!direction || id === null || draft.locked) return
    event.preventDefault()
    const control = (event.target as Element).matches('input') ? 'input' : '.name'
    draft.edit((ruleSet) => moveIndicator(ruleSet, id, direction))
    // a row that is moved in the page loses the keyboard
    void tick().then(() => tree.querySelector<HTMLElement>(`[data-indicator="${CSS.escape(id)}"] ${control}`)?.focus())
  }

  function start(event: DragEvent) {
    const row = rowOf(event.target)
    if (draft.locked || !row || !event.dataTransfer) return
    dragged = idOf(row)
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', '')
  }
  function over(event: DragEvent) {
    unmark()
    const row = rowOf(event.target)
    const edit = dragged === null || !row ? null : dropped(draft.current, dragged, row, event.clientY)
    if (!edit || !row) return
    event.preventDefault()
    marked = row
    row.classList.add(`drop-${zoneOf(draft.current, row, event.clientY)}`)
  }
  function drop(event: DragEvent) {
    const row = rowOf(event.target)
    unmark()
    if (dragged === null || !row) return
    event.preventDefault()
    const [id, y] = [dragged, event.clientY]
    dragged = null
    draft.edit((ruleSet) => dropped(ruleSet, id, row, y))
  }
  function end() {
    dragged = null
    unmark()
  }

  const listeners = { keydown: press, dragstart: start, dragover: over, drop, dragend: end } as const
  for (const [name, listener] of Object.entries(listeners)) tree.addEventListener(name, listener as EventListener)
  return () => {
    for (const [name, listener] of Object.entries(listeners)) tree.removeEventListener(name, listener as EventListener)
  }
}

/** Above or below the row's middle; the middle half of a block is inside it. */
function zoneOf(ruleSet: RuleSet, row: HTMLElement, y: number): Zone {
  const { top, height } = row.getBoundingClientRect()
  const part = (y - top) / height
  const block = findIndicator(ruleSet.indicators, row.dataset['indicator'] ?? '')?.children !== undefined
  if (block && part > 0.25 && part < 0.75) return 'into'
  return part < 0.5 ? 'before' : 'after'
}

function dropped(ruleSet: RuleSet, id: string, row: HTMLElement, y: number): TreeEdit | null {
  const target = row.dataset['indicator'] ?? ''
  const zone = zoneOf(ruleSet, row, y)
  const [from, to] = [placeOf(ruleSet, id), placeOf(ruleSet, target)]
  if (!from || !to || id === target) return null
  if (zone === 'into') return moveTo(ruleSet, id, target, 0)
  // places are counted without what is moved
  const ahead = from.parent === to.parent && from.index < to.index ? 1 : 0
  return moveTo(ruleSet, id, to.parent, to.index - ahead + (zone === 'after' ? 1 : 0))
}
