import { readFileSync } from 'node:fs'
import { readWorkbook } from '../../server/documents/xlsx/read-workbook.ts'

/**
 * Reads workbooks one after another, and says of each what came of it, how much time of the processor it took (others
 * may be busy), and the most memory so far.
 */
for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file)
  const before = process.cpuUsage()
  let [rows, cells] = [0, 0]
  let last: unknown = null
  const read = await readWorkbook(bytes, (_, row) => {
    rows += 1
    cells += row.cells.size
    last = [...row.cells.values()].at(-1)
  })
  const { user, system } = process.cpuUsage(before)
  const milliseconds = Math.round((user + system) / 1000)
  const peakMb = peakMemory()
  const issue = read.ok ? null : read.issues[0]
  console.log(
    JSON.stringify({
      code: issue?.code ?? null,
      message: issue?.message ?? null,
      rows,
      cells,
      last,
      milliseconds,
      peakMb,
    }),
  )
}

/** In MB. `maxRSS` would count the process that started this one too. */
function peakMemory(): number {
  const kilobytes = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}
