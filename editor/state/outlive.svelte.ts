/**
 * Makes what outlives the component that first asks for it. Svelte counts what is derived as part of the component in
 * which it is made, and answers with its last value for ever once that component is gone.
 */
export function outliving<T extends object>(make: () => T): T {
  let made: T | undefined
  $effect.root(() => {
    made = make()
  })
  return made!
}
