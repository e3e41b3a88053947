/** `npm run check`: types, lint and format side by side; what each says comes in one piece, as soon as it is done. */
import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'

/** @param {string} script of package.json */
async function run(script) {
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [said, complained, code] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ])
  process.stdout.write(said)
  process.stderr.write(complained)
  return code === 0
}

const passed = await Promise.all(['types', 'lint', 'format:check'].map(run))
if (passed.includes(false)) process.exitCode = 1
