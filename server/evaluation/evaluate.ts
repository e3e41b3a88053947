import { serveJobs } from './child.ts'
import { createPerform } from './perform.ts'

/** `main.js evaluate`: does jobs until the service that started it lets go. */
export const evaluate = (): Promise<void> => serveJobs(createPerform())
