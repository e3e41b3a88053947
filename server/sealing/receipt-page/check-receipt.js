/**
 * Checks a receipt in a browser without any network: plain functions that import nothing, written apart from the service's
 * own code, so that one checks the other.
 */

const K = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]

/** FIPS 180-4, since a page opened from a disk may have no `crypto.subtle`. @returns 32 bytes */
function sha256(message) {
  const length = message.length
  const padded = new Uint8Array((((length + 8) >> 6) + 1) << 6)
  padded.set(message)
  padded[length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(length / 0x20000000))
  view.setUint32(padded.length - 4, (length << 3) >>> 0)
  const h = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]
  const w = new Int32Array(64)
  const turn = (x, n) => (x >>> n) | (x << (32 - n))
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(block + 4 * i)
    for (let i = 16; i < 64; i++) {
      const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3)
      const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10)
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0
    }
    let [a, b, c, d, e, f, g, z] = h
    for (let i = 0; i < 64; i++) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
      const one = (z + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      ;[z, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0]
    }
    ;[a, b, c, d, e, f, g, z].forEach((value, i) => (h[i] = (h[i] + value) | 0))
  }
  const digest = new Uint8Array(32)
  h.forEach((value, i) => new DataView(digest.buffer).setInt32(4 * i, value))
  return digest
}

const utf8 = (text) => new TextEncoder().encode(text)
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (text) => Uint8Array.from(text.match(/[0-9a-f]{2}/g) || [], (pair) => parseInt(pair, 16))
const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
const joined = (...parts) => Uint8Array.from(parts.reduce((all, part) => all.concat(Array.from(part)), []))

/** RFC 8785, with text in Unicode NFC. */
function canonical(value) {
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFC'))
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']'
  const names = Object.keys(value).map((name) => [name.normalize('NFC'), name])
  names.sort((a, b) => (a[0] < b[0] ? -1 : 1))
  return '{' + names.map(([name, key]) => JSON.stringify(name) + ':' + canonical(value[key])).join(',') + '}'
}
const contentHash = (value) => 'sha256:' + hex(sha256(utf8(canonical(value))))

/** RFC 9162, 2.1.3.2: where a path leads from a leaf; null when it does not fit the place. */
function rootFrom(leaf, index, size, path) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null
  let node = index
  let last = size - 1
  let hash = leaf
  const up = () => {
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  for (const step of path) {
    if (last === 0) return null
    if (node % 2 === 1 || node === last) {
      hash = sha256(joined([1], fromHex(step), hash))
      while (node % 2 === 0 && node !== 0) up()
    } else hash = sha256(joined([1], hash, fromHex(step)))
    up()
  }
  return last === 0 ? hash : null
}

/** A signed note: what it says, the lines that are signed, and the signature. Null when it is none. */
function readNote(note) {
  const parts = String(note).replace(/\r\n/g, '\n').split('\n\n')
  const lines = parts[0].split('\n')
  const signed = /^— (\S+) (\S+)\n?$/.exec(parts[1] || '')
  const journal = /^journal (\d+) ([0-9a-f]{64})$/.exec(lines[3] || '')
  const time = /^time (\S+)$/.exec(lines[4] || '')
  const key = /^key (\S+)$/.exec(lines[5] || '')
  if (parts.length !== 2 || lines.length !== 6 || !signed || !journal || !time || !key) return null
  try {
    const bytes = fromBase64(signed[2])
    const spki = fromBase64(key[1])
    return {
      origin: lines[0],
      size: Number(lines[1]),
      root: hex(fromBase64(lines[2])),
      seq: Number(journal[1]),
      time: time[1],
      spki,
      fingerprint: hex(sha256(spki)),
      text: lines.join('\n') + '\n',
      signature: bytes.slice(4),
    }
  } catch {
    return null
  }
}

/** An ASN.1 signature as the 64 bytes that WebCrypto wants. */
function rawSignature(form) {
  const raw = new Uint8Array(64)
  let at = 2
  for (const end of [32, 64]) {
    const digits = form.slice(at + 2, at + 2 + form[at + 1])
    const number = digits.length > 32 ? digits.slice(digits.length - 32) : digits
    raw.set(number, end - number.length)
    at += 2 + form[at + 1]
  }
  return raw
}

/** True or false; null where the browser offers no signatures. */
async function signatureHolds({ spki, text, signature }) {
  const subtle = globalThis.crypto && globalThis.crypto.subtle
  if (!subtle) return null
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  try {
    const key = await subtle.importKey('spki', spki, algorithm, false, ['verify'])
    return await subtle.verify(algorithm, key, rawSignature(signature), utf8(text))
  } catch {
    return false
  }
}

/**
 * What there is to say of a receipt, a sentence each (`ok` is null for what could not be decided here), and the
 * fingerprint of the key that signed, null when there is none.
 */
export async function checkReceipt(proof) {
  const findings = []
  const say = (ok, right, wrong) => findings.push({ ok, text: ok ? right : wrong })
  if (!proof || proof.format !== 'hengping/receipt-proof@1') {
    say(false, '', '这不是衡评的收据文件。')
    return { findings, fingerprint: null }
  }
  const { receipt, grading, inclusion, checkpoint } = proof
  say(
    contentHash(grading) === receipt.grading,
    '评分明细与收据上的指纹一致。',
    '评分明细与收据上的指纹不符：明细被改动过。',
  )
  const told = ['ruleSet', 'submission', 'engine', 'points', 'fullPoints', 'grade', 'status', 'confirmedBy']
  say(
    told.every((name) => canonical(receipt[name]) === canonical(grading[name])),
    '收据上的得分、等级与评分明细一致。',
    '收据上的得分、等级与评分明细不符。',
  )
  const note = readNote(checkpoint)
  if (!note) {
    say(false, '', '检查点读不懂：它被改动过。')
    return { findings, fingerprint: null }
  }
  const leaf = sha256(joined([0], utf8(canonical(receipt))))
  const root = rootFrom(leaf, inclusion.index, inclusion.size, inclusion.path)
  say(
    inclusion.size === note.size && root !== null && hex(root) === note.root,
    `收据在已签名的收据清单里：共 ${note.size} 份，它是第 ${inclusion.index + 1} 份。`,
    '收据不在已签名的收据清单里：收据或证明被改动过。',
  )
  const holds = await signatureHolds(note)
  if (holds === null) {
    const text = '这个浏览器不能核对签名，其余各项已核对；请换一个较新的浏览器再核对一次。'
    findings.push({ ok: null, text })
  } else say(holds, `检查点的签名有效（${note.time}）。`, '检查点的签名无效：检查点被改动过。')
  return { findings, fingerprint: note.fingerprint }
}
