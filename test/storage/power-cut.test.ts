import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { Agent, request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BuiltServer } from '../support/built-server.ts'
import { LONG } from '../support/runs.ts'
import { exampleSubmission } from './examples.ts'

/**
 * A cut of power, as near as a machine that goes on running can come: the service writes on a file system inside a file;
 * at some moment it is stopped and that file is copied, so that whatever was not synced by then is not in the copy. What
 * was acknowledged before must be.
 */
const run = promisify(execFile)
const CUTS = 15
const WRITERS = 16
/** The least that xfs is made of. */
const SIZE = 320 * 1024 * 1024

const FILE_SYSTEMS = [
  { name: 'ext4', make: ['mkfs.ext4', '-q', '-F'], options: 'loop' },
  { name: 'ext4 noauto_da_alloc', make: ['mkfs.ext4', '-q', '-F'], options: 'loop,noauto_da_alloc' },
  { name: 'xfs', make: ['mkfs.xfs', '-q', '-f'], options: 'loop' },
] as const

const onPath = (command: string): Promise<boolean> =>
  run('which', [command]).then(
    () => true,
    () => false,
  )

describe.runIf(LONG)('power cut', () => {
  let server: BuiltServer
  let place: string
  beforeAll(async () => {
    server = await BuiltServer.build()
    place = await mkdtemp(join(tmpdir(), 'hengping-cut-'))
  })
  afterAll(async () => {
    await server.remove()
    await rm(place, { recursive: true, force: true })
  })

  test.each(FILE_SYSTEMS)(`$name: ${CUTS} cuts lose nothing that was acknowledged`, async ({ name, make, options }) => {
    const [command, ...flags] = make
    if (process.getuid?.() !== 0 || !(await onPath(command))) {
      console.log(`断电 ${name}：没有跑，要用 root 运行，并安装 ${command}（apt-get install e2fsprogs xfsprogs）`)
      return
    }
    const image = join(place, 'disk')
    const copied = join(place, 'copy')
    const mounted = join(place, 'mounted')
    await mkdir(mounted, { recursive: true })
    let acknowledgedInAll = 0
    let torn = 0
    for (let cut = 0; cut < CUTS; cut++) {
      await run('truncate', ['-s', String(SIZE), image])
      await run(command, [...flags, image])
      await run('mount', ['-o', options, image, mounted])
      const { child, address } = await server.serve(join(mounted, 'data'))
      const acknowledged: string[] = []
      const agent = new Agent({ keepAlive: true })
      let going = true
      const writers = Array.from({ length: WRITERS }, async (_, writer) => {
        for (let index = 0; going; index++) {
          const id = `unit-${writer}-${index}`
          const asked = request(`${address}/api/submissions`, {
            method: 'POST',
            agent,
            headers: { 'content-type': 'application/json' },
          })
          asked.end(JSON.stringify(exampleSubmission({ id })))
          try {
            const [response] = (await once(asked, 'response')) as [IncomingMessage]
            await text(response)
            if (response.statusCode === 201) acknowledged.push(id)
          } catch {
            return
          }
        }
      })
      await setTimeout(500 + ((cut * 379) % 1500))
      child.kill('SIGSTOP')
      const before = [...acknowledged]
      await copyFile(image, copied)
      going = false
      child.kill('SIGKILL')
      await once(child, 'exit')
      await Promise.all(writers)
      agent.destroy()
      await run('umount', [mounted])
      await rm(image)
      await run('mount', ['-o', options, copied, mounted])
      const again = await server.serve(join(mounted, 'data'))
      if (again.output().includes('没有写完的记录')) torn++
      const listed = (await (await fetch(`${again.address}/api/submissions`)).json()) as {
        submissions: { id: string }[]
      }
      const held = new Set(listed.submissions.map(({ id }) => id))
      again.child.kill('SIGTERM')
      await once(again.child, 'exit')
      const verified = await server.run('verify', '--data', join(mounted, 'data'))
      await run('umount', [mounted])
      expect(before.filter((id) => !held.has(id))).toEqual([])
      expect(before.length).toBeGreaterThan(0)
      expect([verified.code, verified.complaints]).toEqual([0, ''])
      acknowledgedInAll += before.length
    }
    console.log(`断电 ${name} × ${CUTS}：确认 ${acknowledgedInAll} 次，丢失 0，写一半的记录 ${torn} 次`)
  })

  test('a disk that is full says so and loses nothing; with room again and a new start it goes on', async () => {
    if (process.getuid?.() !== 0) {
      console.log('磁盘写满：没有跑，要用 root 运行')
      return
    }
    const full = join(place, 'full')
    await mkdir(full)
    await run('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', full])
    const { child, address } = await server.serve(join(full, 'data'))
    const acknowledged: string[] = []
    let status = 201
    const body = (id: string): string => JSON.stringify(exampleSubmission({ id, name: '长'.repeat(150) }))
    const post = (at: string, id: string): Promise<Response> =>
      fetch(`${at}/api/submissions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body(id),
      })
    for (let index = 0; status === 201 && index < 20_000; index++) {
      const answer = await post(address, `unit-${index}`)
      status = answer.status
      if (status === 201) acknowledged.push(`unit-${index}`)
      else expect(await answer.json()).toMatchObject({ code: 'storage_failed' })
    }
    expect(status).toBe(503)
    expect((await fetch(`${address}/healthz`)).status).toBe(503)
    expect((await fetch(`${address}/api/submissions`)).status).toBe(200)
    child.kill('SIGTERM')
    await once(child, 'exit')
    await run('mount', ['-o', 'remount,size=32m', full])
    const again = await server.serve(join(full, 'data'))
    const listed = (await (await fetch(`${again.address}/api/submissions`)).json()) as { submissions: { id: string }[] }
    const held = listed.submissions.map(({ id }) => id).filter((id) => id.startsWith('unit-'))
    expect(held).toEqual(acknowledged)
    expect((await post(again.address, 'later')).status).toBe(201)
    again.child.kill('SIGTERM')
    await once(again.child, 'exit')
    console.log(`磁盘写满：确认 ${acknowledged.length}，重新启动后 ${held.length}`)
    const names = await readdir(join(full, 'data'))
    expect(names.length).toBeGreaterThan(0)
    expect((await stat(join(full, 'data', 'journal.log'))).size).toBeGreaterThan(0)
    await run('umount', [full])
  })
})
