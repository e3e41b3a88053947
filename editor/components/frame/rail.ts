import { addressOf, type Route } from '../../state/location.svelte.ts'
import { importWords } from '../../text/imports.zh-CN.ts'
import { placeWords } from '../../text/places.zh-CN.ts'
import { zh } from '../../text/zh-CN.ts'

export interface RailPlace {
  readonly name: string
  readonly href: string
  /** The pages one is at this place on. */
  readonly pages: readonly Route['page'][]
  /** Lines in a square of 20. */
  readonly icon: string
}

/** The places of the rail, from the top; who may go where is said in state/places.ts. */
export const RAIL: readonly RailPlace[] = [
  {
    name: zh.list.title,
    href: addressOf.list('department'),
    pages: ['list', 'account'],
    icon: 'M4 17V9M10 17V4M16 17v-6M2 17.5h16',
  },
  {
    name: placeWords.forms,
    href: addressOf.forms(),
    pages: ['forms', 'form', 'goals'],
    icon: 'M4 3h9l3 3v11H4zM7 8h6M7 11h6M7 14h3',
  },
  {
    name: importWords.title,
    href: addressOf.imports(),
    pages: ['imports'],
    icon: 'M10 3v9.500M6.500 9.500L10 13l3.500-3.500M3.500 13v4h13v-4',
  },
  {
    name: zh.rounds.title,
    href: addressOf.rounds(),
    pages: ['rounds', 'newRound', 'round', 'roundAccount', 'comparison'],
    icon: 'M16.500 10a6.500 6.500 0 1 1-2.500-5.100M16.500 2.500v4h-4M7 10l2.300 2.300L13 8.500',
  },
  {
    name: zh.ruleSets.title,
    href: addressOf.ruleSets(),
    pages: ['ruleSets', 'ruleSet', 'notice', 'ruleFile', 'draft', 'approval', 'review'],
    icon: 'M4 3v12.5h4M4 8h4M8 5.5h9v5H8zM8 13h9v5H8z',
  },
  {
    name: zh.units.title,
    href: addressOf.organisations(),
    pages: ['organisations'],
    icon: 'M3 17.5V8l7-4.500L17 8v9.500M2 17.500h16M6.500 10v5M10 10v5M13.500 10v5',
  },
  {
    name: zh.history.title,
    href: addressOf.history(),
    pages: ['history'],
    icon: 'M5 3h10.500v14.500H5zM5 6.500H3M5 10.500H3M5 14.500H3M8 7h4.500M8 10.500h4.500M8 14h2.500',
  },
  {
    name: zh.access.users.title,
    href: addressOf.users(),
    pages: ['users'],
    icon: 'M7.5 9.500a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM2 17c.3-3.300 2.500-5 5.500-5s5.200 1.700 5.500 5M13 4a3 3 0 0 1 0 5.500M15 12.500c1.800.8 2.800 2.300 3 4.500',
  },
]
