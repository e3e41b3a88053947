import fc from 'fast-check'

/** Where a value stands in a document. */
export type Place = readonly string[]

/** Every place of a document, the whole first. */
export function placesOf(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place]
  return [place, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...place, key]))]
}

export function valueAt(document: unknown, place: Place): unknown {
  return place.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
}

/** A copy with another value at one place; `undefined` takes the member or item away. Places that are gone stay gone. */
export function replaceAt(document: unknown, place: Place, value: unknown): unknown {
  const [key, ...rest] = place
  if (key === undefined) return value
  if (typeof document !== 'object' || document === null) return document
  const copy = (Array.isArray(document) ? [...(document as unknown[])] : { ...document }) as Record<string, unknown>
  const inner = replaceAt(copy[key], rest, value)
  if (inner === undefined && Array.isArray(copy)) copy.splice(Number(key), 1)
  else copy[key] = inner
  return copy
}

/**
 * Documents with one to three changes. Two changes in three put there what stands elsewhere under the same key (another
 * fact's name, another method's points), so that many results are still sound; the rest put in anything at all.
 */
export function mutations(document: unknown, wild: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const places = placesOf(document)
  const byKey = new Map<string, Place[]>()
  for (const place of places) byKey.set(place.at(-1) ?? '', [...(byKey.get(place.at(-1) ?? '') ?? []), place])
  const like = fc.constantFrom(...places).chain((place) =>
    fc.record({
      place: fc.constant(place),
      value: fc.constantFrom(...(byKey.get(place.at(-1) ?? '') ?? [])).map((other) => valueAt(document, other)),
    }),
  )
  const any = fc.record({ place: fc.constantFrom(...places), value: wild })
  const change = fc.oneof({ weight: 2, arbitrary: like }, { weight: 1, arbitrary: any })
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce<unknown>((at, { place, value }) => replaceAt(at, place, value), document))
}
