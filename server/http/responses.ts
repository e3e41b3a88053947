import { shape, type ShapeName } from './openapi.ts'

/** The parts of a route's description that are the same everywhere. */

export function answer<N extends ShapeName>(name: N, description: string) {
  return { description, content: { 'application/json': { schema: shape(name) } } }
}

export function problemAnswer(description: string) {
  return { description, content: { 'application/problem+json': { schema: shape('Problem') } } }
}

export function jsonRequest<N extends ShapeName>(name: N, description: string) {
  return { required: true, description, content: { 'application/json': { schema: shape(name) } } }
}

/** What every route that takes a body may answer before it is reached. */
export const bodyProblems = {
  400: problemAnswer('内容不是 JSON，或有重复的键、会变的数。'),
  413: problemAnswer('内容太大。'),
  415: problemAnswer('内容类型不是 application/json。'),
}

/** What every route that evaluates a rule set elsewhere may answer besides. */
export const evaluationProblems = {
  422: problemAnswer('指标体系有问题，或计算超过了时间或内存的上限。'),
  503: problemAnswer('等着计算的请求太多，过几秒再试。'),
}
