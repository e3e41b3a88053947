import type { ChartOption } from './echarts.ts'

/** The page's colours and type (`style/tokens.css`), as a chart takes them. */
export interface Look {
  readonly paper: string
  readonly ink: string
  readonly ink2: string
  readonly line: string
  readonly accent: string
  readonly accent2: string
  readonly red: string
  readonly font: string
  /** Of the type, in pixels. */
  readonly size: number
}

/** A chart, once it is known how the page looks. */
export type Drawing = (look: Look) => ChartOption

export function readLook(): Look {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    paper: token('--paper'),
    ink: token('--ink'),
    ink2: token('--ink-2'),
    line: token('--line'),
    accent: token('--accent'),
    accent2: token('--accent-2'),
    red: token('--red-fill'),
    // a double quote would end the attribute of the SVG that it is written into
    font: token('--font').replaceAll('"', "'"),
    size: parseInt(token('--size-small'), 10),
  }
}

/** What every chart has in common: the page's type, nothing that moves, and a tip that is drawn, not a styled element. */
export const common = ({ paper, ink, ink2, line, font, size }: Look) =>
  ({
    animation: false,
    textStyle: { color: ink2, fontFamily: font, fontSize: size },
    tooltip: {
      renderMode: 'richText',
      confine: true,
      transitionDuration: 0,
      backgroundColor: paper,
      borderColor: line,
      borderWidth: 1,
      padding: [6, 8],
      textStyle: { color: ink, fontFamily: font, fontSize: size },
    },
  }) satisfies ChartOption
