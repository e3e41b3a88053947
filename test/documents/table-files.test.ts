import { expect, test } from 'vitest'
import { readDelimited } from '../../server/documents/delimited.ts'
import { readTableFile } from '../../server/documents/read-table-file.ts'

const GB18030 = Buffer.from('b5a5ceBBc3fbb3c62cd6a7b3f6cafd0abba8b6bcc7f82c9532f1310a'.toLowerCase(), 'hex')

function values(text: string, delimiter?: string): unknown {
  const read = readDelimited(text, delimiter)
  return read.ok
    ? read.value.map(({ row, cells }) => [row, ...[...cells].map(([column, value]) => `${column}:${String(value)}`)])
    : read.issues
}

test('CSV: quotes, doubled quotes, line breaks inside, empty fields and lines', () => {
  expect(values('名称,数\r\n"甲,乙",1\r\n\r\n"他说""好""\r\n的",,3\n')).toEqual([
    [1, '1:名称', '2:数'],
    [2, '1:甲,乙', '2:1'],
    [4, '1:他说"好"\n的', '3:3'],
  ])
})

test('the clipboard: tabs, no line end at the end', () => {
  expect(values('支出数\t2,781.82\n"多\n行"\t是', '\t')).toEqual([
    [1, '1:支出数', '2:2,781.82'],
    [2, '1:多\n行', '2:是'],
  ])
})

test('quotes that never close, text after a quote, only delimiters', () => {
  expect(values('"a,b\nc')).toEqual([[1, '1:a,b\nc']])
  expect(values('"a"b,c')).toEqual([[1, '1:ab', '2:c']])
  expect(values(',,,\n')).toEqual([])
})

test.each([
  ['UTF-8', Buffer.from('单位名称,支出数\n花都区,1')],
  ['UTF-8 with its mark', Buffer.from('\uFEFF单位名称,支出数\n花都区,1')],
  ['UTF-16', Buffer.from('\uFEFF单位名称\t支出数\n花都区\t1', 'utf16le')],
  ['GB18030', GB18030.subarray(0, 15)],
])('%s is told by its content', async (_, bytes) => {
  const read = await readTableFile(bytes)
  expect(read.ok && [...(read.value[0]?.rows[0]?.cells.values() ?? [])]).toEqual(['单位名称', '支出数'])
})

test.each([
  ['old xls or a password', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old_format'],
  ['a web page called xls', Buffer.from('\n<html><table><tr><td>1'), 'html'],
  ['nothing', Buffer.alloc(0), 'empty'],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'encoding'],
  ['20 MB and more', Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), 'file_too_large'],
  ['200,001 lines', Buffer.from('a\n'.repeat(200_001)), 'too_large'],
  ['257 columns', Buffer.from(Array(257).fill('a').join(',')), 'too_large'],
])('%s is refused in a sentence', async (_, bytes, code) => {
  const read = await readTableFile(bytes)
  expect(read.ok ? null : read.issues[0]?.code).toBe(code)
  expect(read.ok ? '' : read.issues[0]?.message).toMatch(/请/)
})
