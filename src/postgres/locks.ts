/**
 * The table-level lock modes, weakest first, and what each keeps waiting.
 * https://www.postgresql.org/docs/18/explicit-locking.html#LOCKING-TABLES
 */
export const lockModes = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
] as const;

type Mode = (typeof lockModes)[number];

/** For each mode the modes it conflicts with. */
const lockConflicts = {
  AccessShareLock: ['AccessExclusiveLock'],
  RowShareLock: ['ExclusiveLock', 'AccessExclusiveLock'],
  RowExclusiveLock: ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'],
  ShareUpdateExclusiveLock: [
    'ShareUpdateExclusiveLock',
    'ShareLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
  ],
  ShareLock: [
    'RowExclusiveLock',
    'ShareUpdateExclusiveLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
  ],
  ShareRowExclusiveLock: [
    'RowExclusiveLock',
    'ShareUpdateExclusiveLock',
    'ShareLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
  ],
  ExclusiveLock: [
    'RowShareLock',
    'RowExclusiveLock',
    'ShareUpdateExclusiveLock',
    'ShareLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
  ],
  AccessExclusiveLock: [...lockModes],
} satisfies Record<Mode, readonly Mode[]>;

/** `ACCESS EXCLUSIVE`, as LOCK TABLE and the manual write it. */
export function lockName(mode: Mode): string {
  return mode
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}

/** SELECT waits for such a lock. */
export function blocksReads(mode: Mode): boolean {
  return (lockConflicts[mode] as readonly Mode[]).includes('AccessShareLock');
}

/** INSERT, UPDATE and DELETE wait for such a lock. */
export function blocksWrites(mode: Mode): boolean {
  return (lockConflicts[mode] as readonly Mode[]).includes('RowExclusiveLock');
}
