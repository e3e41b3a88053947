import type * as chinese from './indicator-tree.zh-CN.ts'
import type { Words } from './words.ts'

export const treeWords: Words<typeof chinese.treeWords> = {
  tools: 'Change the tree of indicators',
  add: 'Add',
  addHint: 'Add an indicator after the selected one, at the same level',
  addBelow: 'Add below',
  addBelowHint: 'Add an indicator below the selected one',
  split: 'Split',
  splitHint: 'Split into two children; the first keeps the criterion',
  remove: 'Delete',
  removeHint: (label) => `Delete “${label}” and everything below it; this can be undone`,
  onlyOne: 'It is the only child and cannot be deleted; delete its parent',
  up: 'Up',
  down: 'Down',
  in: 'In',
  out: 'Out',
  hints: {
    up: 'Move up one place (Alt+↑), or drag it',
    down: 'Move down one place (Alt+↓), or drag it',
    in: 'Move to the end of the group above (Alt+→)',
    out: 'Move out of its group, to follow it (Alt+←)',
  },
  pin: 'Lock',
  unpin: 'Unlock',
  pinHint: 'Lock the points: they cannot be changed, nor are they when points are spread',
  pinned: ': points locked',
  unpinned: ': points unlocked',
}
