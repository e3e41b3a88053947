/**
 * Freezes what every object inherits from, so that nothing that runs afterwards can change what others see. Called once,
 * after everything is loaded.
 */
export function freezeBuiltIns(): void {
  for (const prototype of ASSIGNED_OVER) letOwnersAssign(prototype)
  const seen = new Set<object>()
  for (const root of ROOTS) freezeDeep(root, seen)
}

const iteratorOf = (iterable: Iterable<unknown>): object => iterable[Symbol.iterator]()
const AsyncFunction = async () => {}
function* Generator() {}
async function* AsyncGenerator() {}

/** Constructors and namespaces; their prototypes and methods are reached through them. */
const ROOTS: readonly object[] = [
  ...[Object, Function, Array, String, Number, Boolean, BigInt, Symbol, Date, RegExp, Promise, Proxy],
  ...[Map, Set, WeakMap, WeakSet, WeakRef, ArrayBuffer, SharedArrayBuffer, DataView],
  ...[Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Uint8ClampedArray],
  ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array],
  ...[Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError],
  ...[JSON, Math, Reflect, Atomics],
  ...[iteratorOf([]), iteratorOf(''), iteratorOf(new Map()), iteratorOf(new Set()), ''.matchAll(/x/g)],
  ...[AsyncFunction, Generator, Generator(), AsyncGenerator, AsyncGenerator()],
]

/** Where programs assign what their objects inherit: `error.name = …`, `own.toString = …`. */
const ASSIGNED_OVER: readonly object[] = [
  Object.prototype,
  ...[Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map(
    (error) => error.prototype as object,
  ),
]

/** A value that is only inherited and cannot be written would refuse the assignment to the owner's own, too. */
function letOwnersAssign(prototype: object): void {
  for (const [name, { value, writable, ...rest }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (!writable) continue
    Object.defineProperty(prototype, name, {
      enumerable: rest.enumerable ?? false,
      get: () => value as unknown,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError(`${name} is frozen`)
        Object.defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true })
      },
    })
  }
}

/** Everything reached through own properties and prototypes; getters are not called. */
function freezeDeep(root: object, seen: Set<object>): void {
  const open: unknown[] = [root]
  for (let value = open.pop(); open.length > 0 || value !== undefined; value = open.pop()) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue
    seen.add(value)
    open.push(Object.getPrototypeOf(value))
    for (const property of Object.values(Object.getOwnPropertyDescriptors(value)))
      open.push(property.value, property.get, property.set)
    // the last match of a regular expression is written to RegExp itself
    if (value !== RegExp) Object.freeze(value)
  }
}
