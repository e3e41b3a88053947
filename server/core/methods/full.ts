import type { MethodPlan } from './context.ts'

/** 满分起扣: full points; the leaf's deductions do the rest. */
export const lowerFull = (): MethodPlan => ({ kind: 'alternatives', complete: false, list: null, cap: null, rules: [] })
