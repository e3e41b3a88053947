import type { Spread } from '../grading/round-rows.ts'
import { common, type Drawing } from './look.ts'

type Bin = Spread['bins'][number]

/** How many stand in each step of the points; `tell` says one step in words. */
export const distributionOf =
  (bins: readonly Bin[], tell: (bin: Bin) => string): Drawing =>
  (look) => ({
    ...common(look),
    grid: { left: 0, right: 0, top: 20, bottom: 0 },
    xAxis: {
      type: 'category',
      data: bins.map(({ from, to }) => `${from}–${to}`),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: look.ink2 } },
      axisLabel: { color: look.ink2 },
    },
    yAxis: { type: 'value', show: false },
    series: {
      type: 'bar',
      barCategoryGap: '6%',
      cursor: 'default',
      itemStyle: { color: look.accent2 },
      emphasis: { itemStyle: { color: look.accent } },
      label: { show: true, position: 'top', color: look.ink2 },
      // a step without anybody says nothing: a row of noughts hides where they stand
      data: bins.map(({ count }) => (count > 0 ? count : null)),
      tooltip: { formatter: ({ dataIndex }) => tell(bins[dataIndex]!) },
    },
  })
