/**
 * Whether a key asks to leave what stands open. Escape does, unless it is an input method's, which drops what it composes
 * by it, or was meant for something in front, such as the search.
 */
export const isEscape = ({ key, isComposing, defaultPrevented, target }: KeyboardEvent): boolean =>
  key === 'Escape' &&
  !isComposing &&
  !defaultPrevented &&
  !(target instanceof Element && target.closest('dialog') !== null)
