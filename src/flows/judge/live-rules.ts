/** Rules that only a live database can break: suppressing one is no mistake in a run without a database. */
export const liveRules: ReadonlySet<string> = new Set([
  'live-missing',
  'live-extra',
  'live-difference',
  'live-unread',
  'pending-migration',
  'failed-migration',
  'half-applied-migration',
  'unknown-migration',
  'edited-after-applied',
  'out-of-order-migration',
  'sequence-near-end',
  'orphaned-reference',
]);
