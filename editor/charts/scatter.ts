import type { Move } from '../grading/round-moves.ts'
import { common, type Drawing, type Look } from './look.ts'

/** A submission with points in both rounds. */
export interface Dot {
  readonly id: string
  readonly name: string
  readonly before: number
  readonly after: number
  readonly change: number
}

/** Points that lie on one another look like one: so many are enough. */
const MOST = 3_000

/** Those with points in both rounds, the furthest moved last, so that they lie on top. */
export const dotsOf = (moves: readonly Move[]): Dot[] =>
  moves
    .flatMap(({ entry: { id, name, before, after }, change }) =>
      before?.points == null || after?.points == null || change === null
        ? []
        : [{ id, name, before: before.points, after: after.points, change }],
    )
    .sort((a, b) => Math.abs(a.change) - Math.abs(b.change))
    .slice(-MOST)

// up, down and unmoved differ in shape and not in colour alone
const SHAPES = [
  { symbol: 'circle', size: 5, colour: 'ink2', holds: (change: number) => change === 0 },
  { symbol: 'triangle', size: 8, colour: 'accent', holds: (change: number) => change > 0 },
  { symbol: 'path://M0 0H10L5 9Z', size: 8, colour: 'red', holds: (change: number) => change < 0 },
] as const satisfies readonly {
  symbol: string
  size: number
  colour: keyof Look
  holds: (change: number) => boolean
}[]

export interface ScatterWords {
  readonly before: string
  readonly after: string
  readonly tell: (dot: Dot) => string
}

/** Points before (across) and after (up): whoever did not move lies on the line. Both axes run alike, from a ten to the full points. */
export const scatterOf =
  (dots: readonly Dot[], full: number, words: ScatterWords): Drawing =>
  (look) => {
    const least = Math.min(full, ...dots.flatMap(({ before, after }) => [before, after]))
    const low = Math.max(0, Math.floor((least - 1) / 10) * 10)
    const axis = {
      type: 'value' as const,
      min: low,
      max: full,
      splitNumber: 4,
      splitLine: { lineStyle: { color: look.line, opacity: 0.35 } },
      axisLine: { show: true, lineStyle: { color: look.ink2 } },
      axisLabel: { color: look.ink2 },
      nameTextStyle: { color: look.ink2 },
    }
    return {
      ...common(look),
      grid: { left: 4, right: 14, top: 24, bottom: 4 },
      xAxis: { ...axis, name: words.before, nameLocation: 'middle', nameGap: 24 },
      yAxis: { ...axis, name: words.after, nameTextStyle: { color: look.ink2, align: 'left' } },
      series: SHAPES.map(({ symbol, size, colour, holds }, index) => ({
        type: 'scatter' as const,
        symbol,
        symbolSize: size,
        itemStyle: { color: 'transparent', borderColor: look[colour], borderWidth: 1 },
        emphasis: { itemStyle: { color: look[colour] } },
        data: dots
          .filter(({ change }) => holds(change))
          .map((dot) => ({ id: dot.id, value: [dot.before, dot.after], dot })),
        tooltip: { formatter: ({ data }: { data: unknown }) => words.tell((data as { dot: Dot }).dot) },
        ...(index === 0
          ? {
              markLine: {
                silent: true,
                symbol: 'none',
                label: { show: false },
                lineStyle: { color: look.line, type: 'dashed' as const },
                data: [[{ coord: [low, low] }, { coord: [full, full] }]] as [
                  { coord: number[] },
                  { coord: number[] },
                ][],
              },
            }
          : {}),
      })),
    }
  }
