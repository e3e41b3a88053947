/** What edits a draft besides its weights; loaded once one is opened. */
export { arrange } from './arrange.ts'
export { default as IndicatorCases } from '../golden/IndicatorCases.svelte'
export { default as IndicatorEditor } from './IndicatorEditor.svelte'
export { default as StepList } from './StepList.svelte'
export { default as TreeTools } from './TreeTools.svelte'
