/** One fault put into the compiled judge by hand: `from` stands in the file once (or see `nth`), `to` in its place. */
export interface Mutant {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
}

const JUDGE = 'server/core/judge/compiled.ts'
const COMPARE = 'server/core/compare.ts'
const VALUE = 'server/core/value.ts'
const FACTS = 'server/core/facts.ts'
const BANDS = 'server/core/methods/bands.ts'
const CONTEXT = 'server/core/methods/context.ts'
const ATTAINMENT = 'server/core/methods/attainment.ts'
const TALLY = 'server/core/tally'

/** The faults people make: ends, signs, states, slots, groups, types. The first few are tried in every run. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'all is decided by one that holds',
    file: JUDGE,
    from: 'return group(condition.all, leaf, false)',
    to: 'return group(condition.all, leaf, true)',
  },
  {
    name: 'at least counts as more than',
    file: JUDGE,
    from: 'greaterThanInclusive: [false, true, true]',
    to: 'greaterThanInclusive: [false, false, true]',
  },
  {
    name: 'an open member that comes first is lost',
    file: JUDGE,
    from: 'return open ?? !decides',
    to: 'return !decides',
  },
  {
    name: 'what is missing does not hold',
    file: JUDGE,
    from: "return isUnknown(left) ? left.state : (compare(operator, left, expected) ?? 'error')",
    to: "return isUnknown(left) ? left.state !== 'missing' && left.state : (compare(operator, left, expected) ?? 'error')",
  },
  {
    name: 'any is decided by one that fails',
    file: JUDGE,
    from: 'return group(condition.any, leaf, true)',
    to: 'return group(condition.any, leaf, false)',
  },
  {
    name: 'not is dropped',
    file: JUDGE,
    from: "return typeof answer === 'boolean' ? !answer : answer",
    to: 'return answer',
  },
  {
    name: 'not of what is open holds',
    file: JUDGE,
    from: "return typeof answer === 'boolean' ? !answer : answer",
    to: "return typeof answer === 'boolean' ? !answer : true",
  },
  {
    name: 'the first open state wins, not the worst',
    file: JUDGE,
    from: 'open = open === null ? answer : worseState(open, answer)',
    to: 'open ??= answer',
  },
  {
    name: 'an open member decides at once',
    file: JUDGE,
    from: 'if (answer === decides) return decides',
    to: "if (answer === decides || typeof answer !== 'boolean') return answer",
  },
  {
    name: 'the last member of a group is not asked',
    file: JUDGE,
    from: 'const verdicts = members.map((member) => compileTree(member, leaf))',
    to: 'const verdicts = members.slice(0, Math.max(1, members.length - 1)).map((member) => compileTree(member, leaf))',
  },
  { name: 'equal is its opposite', file: JUDGE, from: 'equal: [false, true, false]', to: 'equal: [true, false, true]' },
  {
    name: 'not equal holds above only',
    file: JUDGE,
    from: 'notEqual: [true, false, true]',
    to: 'notEqual: [false, false, true]',
  },
  {
    name: 'less than takes its end in',
    file: JUDGE,
    from: 'lessThan: [true, false, false]',
    to: 'lessThan: [true, true, false]',
  },
  {
    name: 'at most leaves its end out',
    file: JUDGE,
    from: 'lessThanInclusive: [true, true, false]',
    to: 'lessThanInclusive: [true, false, false]',
  },
  {
    name: 'more than takes its end in',
    file: JUDGE,
    from: 'greaterThan: [false, false, true]',
    to: 'greaterThan: [false, true, true]',
  },
  {
    name: 'a limit is read with a rounding error',
    file: JUDGE,
    from: 'againstNumber(fact, order, Fraction.fromNumber(value), scope)',
    to: 'againstNumber(fact, order, Fraction.fromNumber(Math.fround(value)), scope)',
  },
  {
    name: 'a limit is another fact’s slot',
    file: JUDGE,
    from: 'const expected = readFact(value.fact, scope)',
    to: 'const expected = readFact(fact, scope)',
  },
  {
    name: 'of two open facts the second is not looked at',
    file: JUDGE,
    from: 'return isUnknown(right) ? worseState(left.state, right.state) : left.state',
    to: 'return left.state',
  },
  {
    name: 'what is compared with an open fact is a fault',
    file: JUDGE,
    from: "return isUnknown(right) ? right.state : (compare(operator, left, right) ?? 'error')",
    to: "return isUnknown(right) ? 'error' : (compare(operator, left, right) ?? 'error')",
  },
  {
    name: 'what cannot be compared does not hold',
    file: JUDGE,
    from: "return isUnknown(left) ? left.state : (compare(operator, left, expected) ?? 'error')",
    to: 'return isUnknown(left) ? left.state : (compare(operator, left, expected) ?? false)',
  },
  {
    name: 'not in is in',
    file: COMPARE,
    from: 'return negate(among(actual, expected))',
    to: 'return among(actual, expected)',
  },
  {
    name: 'contains looks the wrong way round',
    file: COMPARE,
    from: "    case 'contains':\n      return among(expected as Known, actual)",
    to: "    case 'contains':\n      return among(actual, expected)",
  },
  {
    name: 'does not contain is contains',
    file: COMPARE,
    from: 'return negate(among(expected as Known, actual))',
    to: 'return among(expected as Known, actual)',
  },
  {
    name: 'the opposite of a fault holds',
    file: COMPARE,
    from: 'answer === null ? null : !answer',
    to: '!answer',
  },
  {
    name: 'in stops at the first it finds and sees no fault behind it',
    file: COMPARE,
    from: 'found ||= answer',
    to: 'if (answer) return true',
  },
  {
    name: 'nothing is among no members, and that holds',
    file: COMPARE,
    from: 'let found = false',
    to: 'let found = (members as readonly Known[]).length === 0',
  },
  {
    name: 'numbers and texts are compared as texts',
    file: COMPARE,
    from: 'return b instanceof Fraction ? a.equals(b) : null',
    to: 'return b instanceof Fraction ? a.equals(b) : a.toNumber().toString() === String(b)',
  },
  {
    name: 'texts are ordered as words',
    file: COMPARE,
    from: 'return left === null || right === null ? null : holds(left - right)',
    to: 'return holds(a < b ? -1 : a > b ? 1 : 0)',
  },
  {
    name: 'what is compared is turned round',
    file: COMPARE,
    from: 'return holds(a.compare(b))',
    to: 'return holds(b.compare(a))',
  },
  {
    name: 'what is pending is called missing',
    file: VALUE,
    from: "export const PENDING = new Unknown('pending')",
    to: "export const PENDING = new Unknown('missing')",
  },
  {
    name: 'missing weighs less than pending',
    file: VALUE,
    from: '{ error: 3, missing: 2, pending: 1, notApplicable: 0 }',
    to: '{ error: 3, missing: 1, pending: 2, notApplicable: 0 }',
  },
  {
    name: 'an empty cell is pending',
    file: FACTS,
    from: "if (input === undefined || input === null || input === '') return MISSING",
    to: "if (input === undefined || input === '') return MISSING\n  if (input === null) return new Unknown('pending')",
  },
  {
    name: 'a band takes its lower end out',
    file: BANDS,
    from: "if (bounds.from !== undefined) conditions.push(comparing(id, 'greaterThanInclusive', bounds.from))",
    to: "if (bounds.from !== undefined) conditions.push(comparing(id, 'greaterThan', bounds.from))",
  },
  {
    name: 'a band takes its upper end out',
    file: BANDS,
    from: "if (bounds.to !== undefined) conditions.push(comparing(id, 'lessThanInclusive', bounds.to))",
    to: "if (bounds.to !== undefined) conditions.push(comparing(id, 'lessThan', bounds.to))",
  },
  {
    name: 'the limit below counts',
    file: CONTEXT,
    from: "const below = comparing(id, 'lessThan', zeroBelow)",
    to: "const below = comparing(id, 'lessThanInclusive', zeroBelow)",
  },
  {
    name: 'a target that must be reached must not be passed',
    file: ATTAINMENT,
    from: "'<=': 'greaterThan', '=': 'notEqual'",
    to: "'<=': 'greaterThan', '=': 'greaterThan'",
  },
  {
    name: 'the short way: the lower end is outside',
    file: `${TALLY}/question.ts`,
    from: '+(value >= low) & +(value <= high)',
    to: '+(value > low) & +(value <= high)',
  },
  {
    name: 'the short way: what is not known does not hold',
    file: `${TALLY}/leaf-sum.ts`,
    from: 'known &= +(value === value)',
    to: 'known &= +(value === value || true)',
  },
  {
    name: 'the short way: full points are lost without a floor',
    file: `${TALLY}/leaf-sum.ts`,
    from: 'atLeastNought((fulls[index] as number) - lost)',
    to: '(fulls[index] as number) - lost',
  },
  {
    name: 'the short way: what belongs to a band at its end is lost from there on',
    file: `${TALLY}/rises.ts`,
    from: 'rise(nextAbove(high), -points)',
    to: 'rise(high, -points)',
  },
  {
    name: 'the short way: a rule that nothing meets takes points between its ends',
    file: `${TALLY}/rises.ts`,
    from: 'if (low > high) continue',
    to: '',
  },
  {
    name: 'the short way: nobody asks whether a figure is known that costs nothing',
    file: `${TALLY}/rises.ts`,
    from: 'own.length > 0 ? own : [{ place, from: Infinity, by: 0 }]',
    to: 'own',
  },
  {
    name: 'the short way: all is answered as any',
    file: `${TALLY}/step.ts`,
    from: 'return decides === 1 ? decided : 1 - decided',
    to: 'return decided',
  },
  {
    name: 'the short way: what is not known of several is forgotten',
    file: `${TALLY}/step.ts`,
    from: 'if (known === 0 && decided === 0) return NaN',
    to: 'if (known === 2) return NaN',
  },
  {
    name: 'the short way: amounts are added whatever they are parts of',
    file: `${TALLY}/exact-leaf.ts`,
    from: 'if (over === bottom) top += lost',
    to: 'if (over >= bottom) top += lost',
  },
  {
    name: 'the short way: halves are rounded down',
    file: `${TALLY}/exact-leaf.ts`,
    from: 'Math.floor((2 * top + step) / (2 * step))',
    to: 'Math.floor((2 * top + step - 1) / (2 * step))',
  },
  {
    name: 'the short way: what is missing is read as no',
    file: `${TALLY}/read-figures.ts`,
    from: 'return (yes | +(value === false)) === 1 ? yes : NaN',
    to: 'return (yes | +(value === null)) === 1 ? yes : 0',
  },
]
