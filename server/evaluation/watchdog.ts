import { Worker } from 'node:worker_threads'

/**
 * Ends this process when the one that started it is gone, or when it takes more memory than `megabytes` in all. It runs
 * in a thread of its own, since a rule set may keep the main one busy for ever.
 */
export function startWatchdog(megabytes: number): void {
  const watch = new Worker(WATCH, { eval: true, workerData: { parent: process.ppid, bytes: megabytes * 2 ** 20 } })
  watch.unref()
}

const WATCH = `
const { workerData } = require('node:worker_threads')
setInterval(() => {
  if (process.ppid !== workerData.parent || process.memoryUsage.rss() > workerData.bytes) process.kill(process.pid, 'SIGKILL')
}, 100)
`
