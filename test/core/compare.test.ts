import { describe, expect, test } from 'vitest'
import { compare } from '../../server/core/compare.ts'
import type { OperatorName } from '../../server/core/rule-set.ts'
import { ListValue, type Known } from '../../server/core/value.ts'
import { frac } from './small.ts'

const [one, two, half] = [frac('1'), frac('2'), frac('1/2')]

describe('numbers are compared exactly', () => {
  test.each<[string, OperatorName, string, boolean]>([
    ['0.9', 'greaterThanInclusive', '0.9', true],
    ['0.9', 'greaterThan', '0.9', false],
    ['2/6', 'equal', '1/3', true],
    ['1/3', 'equal', '0.3333333333333333', false],
    ['1/3', 'greaterThan', '0.3333333333333333', true],
    ['-1', 'lessThan', '0', true],
    ['1', 'lessThanInclusive', '1', true],
    ['1', 'notEqual', '2', true],
  ])('%s %s %s: %s', (a, operator, b, answer) => expect(compare(operator, frac(a), frac(b))).toBe(answer))
})

describe('words, yes and no, dates, several of a choice', () => {
  test.each<[Known, OperatorName, Known | readonly Known[], boolean]>([
    ['定性', 'equal', '定性', true],
    ['定性', 'notEqual', '定量', true],
    [true, 'equal', false, false],
    ['2024-02-29', 'lessThan', '2024-03-01', true],
    ['2023-12-31', 'greaterThanInclusive', '2024-01-01', false],
    [one, 'in', [one, two], true],
    [half, 'in', [one, two], false],
    ['甲', 'notIn', ['乙', '丙'], true],
    [['甲', '乙'], 'contains', '甲', true],
    [['甲', '乙'], 'doesNotContain', '丙', true],
    [[], 'contains', '甲', false],
  ])('%o %s %o: %s', (actual, operator, expected, answer) => expect(compare(operator, actual, expected)).toBe(answer))
})

describe('values of different types have no answer, never a silent no', () => {
  test.each<[string, Known, OperatorName, Known | readonly Known[]]>([
    ['text against a number', '1', 'equal', one],
    ['a number against text', one, 'notEqual', '1'],
    ['yes against text', true, 'equal', '是'],
    ['an order of words', '甲', 'lessThan', '乙'],
    ['an order of a date and a word', '2024-01-01', 'lessThan', '明年'],
    ['an order of yes and no', true, 'greaterThan', false],
    ['one of texts, a number among them', '甲', 'in', ['甲', one]],
    ['`in` something without members', '甲', 'in', '甲乙'],
    ['`contains` of a single word', '甲乙', 'contains', '甲'],
    ['a list', new ListValue([]), 'equal', one],
    ['several of a choice at once', ['甲'], 'equal', ['甲']],
  ])('%s', (_, actual, operator, expected) => expect(compare(operator, actual, expected)).toBeNull())
})
