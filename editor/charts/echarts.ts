import { BarChart, RadarChart, ScatterChart } from 'echarts/charts'
import type { BarSeriesOption, RadarSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import { GridComponent, MarkLineComponent, RadarComponent, TooltipComponent } from 'echarts/components'
import type { GridComponentOption, RadarComponentOption, TooltipComponentOption } from 'echarts/components'
import { init, use, type ComposeOption, type ECharts } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

// as much of ECharts as the four charts need; loaded with the first of them (`Chart.svelte`)
use([
  BarChart,
  RadarChart,
  ScatterChart,
  GridComponent,
  MarkLineComponent,
  RadarComponent,
  TooltipComponent,
  SVGRenderer,
])

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | RadarSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | RadarComponentOption
  | TooltipComponentOption
>

/** A chart of the size of its place. SVG: sharp on paper. */
export const startChart = (place: HTMLElement): ECharts => init(place, null, { renderer: 'svg' })

/** Draws anew, and so that the picture can be shrunk as a whole: paper is narrower than the window. */
export function draw(chart: ECharts, option: ChartOption): void {
  chart.setOption(option, { notMerge: true })
  scale(chart)
}

/** Takes the size of its place. */
export function fit(chart: ECharts): void {
  chart.resize()
  scale(chart)
}

const scale = (chart: ECharts): void =>
  chart.getDom().querySelector('svg')?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`)
