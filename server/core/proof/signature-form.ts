/**
 * Two ways of writing a P-256 signature: WebCrypto's two numbers of 32 bytes one behind the other, and the ASN.1 form
 * (a sequence of two integers) that openssl and signed notes use.
 */

const NUMBER = 32
const [SEQUENCE, INTEGER] = [0x30, 0x02]

/** @param raw 64 bytes */
export function toAsn1(raw: Uint8Array): Buffer {
  const parts = [raw.subarray(0, NUMBER), raw.subarray(NUMBER)].map((number) => {
    let start = 0
    while (start < NUMBER - 1 && number[start] === 0) start++
    const digits = number.subarray(start)
    // a first bit that is set would make it negative
    const padded = digits[0]! >= 0x80 ? [0, ...digits] : [...digits]
    return [INTEGER, padded.length, ...padded]
  })
  const body = parts.flat()
  return Buffer.from([SEQUENCE, body.length, ...body])
}

/** @returns 64 bytes; null when it is no signature of that kind */
export function fromAsn1(signature: Uint8Array): Buffer<ArrayBuffer> | null {
  const raw = Buffer.alloc(2 * NUMBER)
  if (signature[0] !== SEQUENCE || signature[1] !== signature.length - 2) return null
  let at = 2
  for (const end of [NUMBER, 2 * NUMBER]) {
    const length = signature[at + 1]
    if (signature[at] !== INTEGER || length === undefined || length < 1 || length > NUMBER + 1) return null
    const digits = signature.subarray(at + 2, at + 2 + length)
    if (digits.length < length || (length > NUMBER && digits[0] !== 0)) return null
    const number = length > NUMBER ? digits.subarray(1) : digits
    raw.set(number, end - number.length)
    at += 2 + length
  }
  return at === signature.length ? raw : null
}
