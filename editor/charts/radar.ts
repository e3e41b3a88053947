import type { Peer } from '../grading/peers.ts'
import { common, type Drawing } from './look.ts'

/** An axis of the radar: an indicator with points of its own beside a median. */
export interface Axis {
  /** As its row of the table is counted. */
  readonly number: number
  readonly label: string
  readonly own: number
  readonly median: number
}

/** What is open or does not apply has no place on a radar: at its middle it would look like nought. */
export const axesOf = (peers: readonly Peer[]): Axis[] =>
  peers.flatMap(({ label, own, median }, index) => (own === null ? [] : [{ number: index + 1, label, own, median }]))

/** @param names of the two shapes; @param tell one shape in words: its name, and each axis with its rate */
export const radarOf =
  (axes: readonly Axis[], names: { own: string; median: string }, percent: (rate: number) => string): Drawing =>
  (look) => {
    const told = (name: string, rateOf: (axis: Axis) => number): string =>
      [name, ...axes.map((axis) => `${axis.number} ${axis.label}  ${percent(rateOf(axis))}`)].join('\n')
    const shape = (name: string, rateOf: (axis: Axis) => number) => ({
      name,
      value: axes.map((axis) => rateOf(axis) / 100),
      tooltip: { formatter: () => told(name, rateOf) },
    })
    return {
      ...common(look),
      radar: {
        indicator: axes.map(({ number, label }) => ({ name: `${number} ${label}`, min: 0, max: 100 })),
        clockwise: true,
        center: ['50%', '53%'],
        radius: '74%',
        splitNumber: 4,
        axisName: { color: look.ink2, width: 100, overflow: 'break' },
        axisNameGap: 8,
        axisLine: { lineStyle: { color: look.line, opacity: 0.6 } },
        splitLine: { lineStyle: { color: look.line, opacity: 0.6 } },
        splitArea: { show: false },
      },
      series: {
        type: 'radar',
        cursor: 'default',
        symbolSize: 4,
        data: [
          {
            ...shape(names.median, ({ median }) => median),
            symbol: 'none',
            itemStyle: { color: look.ink2 },
            lineStyle: { color: look.ink2, width: 1.5, type: [4, 3] },
          },
          {
            ...shape(names.own, ({ own }) => own),
            symbol: 'circle',
            itemStyle: { color: look.accent },
            lineStyle: { color: look.accent, width: 2 },
            areaStyle: { color: look.accent, opacity: 0.15 },
          },
        ],
      },
    }
  }
