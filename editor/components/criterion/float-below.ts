/**
 * Puts an element right below its neighbour (or above, where the window ends), over everything that scrolls, and inside
 * the window. For lists and notes that a scrolling pane would cut off.
 */
export function floatBelow(node: HTMLElement): { destroy(): void } {
  const anchor = node.previousElementSibling ?? node.parentElement
  const place = () => {
    const at = anchor?.getBoundingClientRect()
    if (!at) return
    const { offsetWidth: width, offsetHeight: height } = node
    const below = at.bottom + 2
    const fits = below + height <= window.innerHeight - EDGE
    node.style.top = `${fits ? below : Math.max(EDGE, at.top - 2 - height)}px`
    node.style.left = `${Math.max(EDGE, Math.min(at.left, window.innerWidth - EDGE - width))}px`
  }
  place()
  window.addEventListener('scroll', place, true)
  window.addEventListener('resize', place)
  const changed = new ResizeObserver(place)
  changed.observe(node)
  return {
    destroy() {
      changed.disconnect()
      window.removeEventListener('scroll', place, true)
      window.removeEventListener('resize', place)
    },
  }
}
const EDGE = 8
