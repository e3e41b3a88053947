/**
 * Hashes passwords in a process of its own: scrypt keeps libuv's threads busy for a third of a second each, and the
 * service needs those for its disk. Plain JavaScript, since it runs as it lies here, built or not.
 */
import { scrypt } from 'node:crypto'
import { constants, setPriority } from 'node:os'

try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
} catch {
  // some systems do not let a process step back: then it is just as quick as the others
}

process.on('message', ({ id, password, salt, cost }) => {
  const { N, r, p } = cost
  const options = { N, r, p, maxmem: 256 * N * r + (1 << 20) }
  scrypt(password, Buffer.from(salt, 'base64'), 32, options, (error, key) => {
    process.send(error ? { id, error: error.message } : { id, key: key.toString('base64') })
  })
})
// the service is gone: so is the need
process.on('disconnect', () => process.exit(0))
// signals are for the service, which ends this process when its own work is done
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
