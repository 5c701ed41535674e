/** What the portfolio says beyond its table: filters that are fetched after it, its view by time, its file. */
export const portfolioWords = {
  view: 'View',
  table: 'Table',
  timeline: 'Timeline',
  owner: 'Owner',
  ownerIs: (name: string): string => `Owner: ${name}`,
  anyOwner: 'Of any owner',
  endsFrom: 'Ends from',
  endsTo: 'to',
  file: 'portfolio',
  time: 'From start to end',
  noDates: 'no dates',
  forecast: (day: string): string => `forecast ${day}`,
  legend: 'Filled: planned, as far as it is done darker. Line: forecast finish. Dashed: today.',
  exported: [
    ...['id', 'code', 'name', 'status', 'health', 'why', 'progress in percent', 'overdue tasks'],
    ...['open alerts', 'red alerts', 'start', 'planned end', 'forecast finish', 'days late', 'owner'],
  ],
} as const;
