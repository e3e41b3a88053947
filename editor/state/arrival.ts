/** The page one has come to is still being loaded, and has no title yet. */
let isAwaited = false

/**
 * A change of page is told to people who do not see it: focus goes to the new title, or, where the page is loaded first,
 * will go to it as soon as it is there.
 */
export function arriveAt(title: HTMLElement | null | undefined): void {
  isAwaited = !title
  title?.focus({ preventScroll: true })
}

/** The title of a page is there. */
export function showTitle(title: HTMLElement): void {
  if (isAwaited) arriveAt(title)
}
