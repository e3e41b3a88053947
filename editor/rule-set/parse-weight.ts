import { fromPoints, unitOf, type Thousandths } from '../../server/core/points.ts'

/** What a person types as a weight: `5`, `４．５`, ` 2,000.5 分`. Null when it is not a weight the rule set can hold. */
export function parseWeight(text: string, decimals: number): Thousandths | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[,，\s]/g, '')
    .replace(/分$/, '')
    .replace('。', '.')
  if (!/^\d{1,6}(\.\d*)?$|^\.\d+$/.test(plain)) return null
  const weight = fromPoints(Number(plain))
  const exact = (plain.split('.')[1] ?? '').replace(/0+$/, '').length <= decimals
  return exact && weight % unitOf(decimals) === 0 ? weight : null
}
