/** What edits a draft besides its tree; loaded once somebody asks for it. */
export { default as FactsPane } from './FactsPane.svelte'
export { default as TotalsPane } from './TotalsPane.svelte'
