/** Reserved fact of monitoring rules: the month a report is for. */
export const PERIOD = 'period'
