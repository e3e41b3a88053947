/** A number as plain digits with its point moved: (0.29, 2) → `29`, (1.5e-7, 0) → `0.00000015`. Exact. */
export function decimalText(value: number, shift = 0): string {
  const [mantissa = '0', exponent = '0'] = String(Math.abs(value)).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const places = fraction.length - Number(exponent) - shift
  const digits = `${whole}${fraction}`
  const padded = places > 0 ? digits.padStart(places + 1, '0') : digits.padEnd(digits.length - places, '0')
  const cut = places > 0 ? padded.length - places : padded.length
  const rest = padded.slice(cut).replace(/0+$/, '')
  const text = `${padded.slice(0, cut).replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}`
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text
}
