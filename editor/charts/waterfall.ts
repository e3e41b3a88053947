import { toPoints } from '../../server/core/points.ts'
import type { Step } from '../grading/losses.ts'
import { common, type Drawing, type Look } from './look.ts'

/** One bar, in thousandths of a 分. */
interface Bar {
  readonly id: string
  readonly label: string
  /** What is written at its end. */
  readonly figure: string
  readonly low: number
  readonly high: number
  readonly kind: 'whole' | 'loss' | 'gain' | 'open'
}

export interface WaterfallEnds {
  readonly full: { readonly label: string; readonly figure: string; readonly value: number }
  readonly end: { readonly label: string; readonly figure: string }
}

/** From the full points down to what is left, a bar for each step. */
export function barsOf(steps: readonly Step[], { full, end }: WaterfallEnds, figureOf: (step: Step) => string): Bar[] {
  const last = steps.reduce((_, { from, change }) => from + change, full.value)
  return [
    { id: '', ...full, low: 0, high: full.value, kind: 'whole' },
    ...steps.map((step): Bar => {
      const to = step.from + step.change
      return {
        id: step.id,
        label: step.label,
        figure: figureOf(step),
        low: Math.min(step.from, to),
        high: Math.max(step.from, to),
        kind: step.open ? 'open' : step.change < 0 ? 'loss' : 'gain',
      }
    }),
    { id: '', ...end, low: 0, high: last, kind: 'whole' },
  ]
}

/** In thousandths of a 分. */
interface Scale {
  readonly start: number
  readonly most: number
  readonly step: number
}

/**
 * The axis starts at a whole step below the lowest, so that one lost point of a hundred is seen; its steps are 1, 2, 5 or
 * ten times these of a 分, at most six.
 */
export function scaleOf(bars: readonly Bar[]): Scale {
  const most = Math.max(...bars.map(({ high }) => high))
  const lowest = Math.min(...bars.map(({ low, high, kind }) => (kind === 'whole' ? high : low)))
  const wanted = lowest - (most - lowest) * 0.25
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500].map((points) => points * 1000)
  const startFor = (step: number): number => Math.max(0, Math.floor(wanted / step) * step)
  const step = steps.find((each) => most - startFor(each) <= 6 * each) ?? most
  return { start: startFor(step), most, step }
}

const ROW = 24
/** Of the drawing, in pixels. */
export const heightOf = (bars: readonly Bar[]): number => bars.length * ROW + ROW

/** What is lost is hatched, what is open has an outline alone: not told by colour only. */
const styleOf = (look: Look): Record<Bar['kind'], object> => ({
  whole: { color: look.accent2 },
  gain: { color: look.accent },
  loss: {
    color: look.red,
    decal: {
      symbol: 'rect',
      color: 'rgba(255,255,255,0.45)',
      dashArrayX: [1, 0],
      dashArrayY: [2, 4],
      rotation: -Math.PI / 4,
    },
  },
  open: { color: 'transparent', borderColor: look.ink2, borderWidth: 1, borderType: 'dashed' },
})

export const waterfallOf =
  (bars: readonly Bar[]): Drawing =>
  (look) => {
    const { start, most, step } = scaleOf(bars)
    const points = toPoints
    const styles = styleOf(look)
    const label = { show: true, position: 'right' as const, color: look.ink }
    return {
      ...common(look),
      grid: { left: 0, right: 92, top: 0, bottom: 0 },
      xAxis: {
        type: 'value',
        min: points(start),
        max: points(most),
        interval: points(step),
        axisLabel: { color: look.ink2 },
        splitLine: { lineStyle: { color: look.line, opacity: 0.35 } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: bars.map(({ label }) => label),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: look.line } },
        axisLabel: { color: look.ink, width: 190, overflow: 'truncate', interval: 0 },
      },
      series: [
        // what stands under a step carries it and is not seen
        {
          type: 'bar',
          stack: 'points',
          silent: true,
          itemStyle: { color: 'transparent' },
          tooltip: { show: false },
          data: bars.map(({ low, kind }) => (kind === 'whole' ? 0 : points(low))),
        },
        {
          type: 'bar',
          stack: 'points',
          barWidth: 12,
          barMinHeight: 2,
          data: bars.map(({ id, low, high, kind, figure }) => ({
            id,
            value: points(kind === 'whole' ? high : high - low),
            itemStyle: styles[kind],
            label: { ...label, formatter: () => figure },
          })),
          tooltip: { formatter: ({ dataIndex }) => `${bars[dataIndex]!.label}  ${bars[dataIndex]!.figure}` },
        },
      ],
    }
  }
