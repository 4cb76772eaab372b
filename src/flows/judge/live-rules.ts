/** What only a look at a live database finds: without one, allowing it is no slip. */
export const liveRules: ReadonlySet<string> = new Set([
  'live-missing',
  'live-extra',
  'live-difference',
  'pending-migration',
  'failed-migration',
  'half-applied-migration',
  'unknown-migration',
  'edited-after-applied',
  'out-of-order-migration',
  'sequence-near-end',
  'orphaned-reference',
]);
