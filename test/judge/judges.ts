import type { ArenaDatabase } from './arena.ts';

/** What a judge saw in a database at one moment. */
export interface Reading {
  /** How `other`, a reading by the same judge, differs from this one, in a few lines; empty where it does not. */
  differenceTo(other: Reading): string;
}

/** Somebody who reads a database and can tell whether two readings mean the same schema. */
export interface Judge {
  readonly name: string;
  /** Whether it is asked of the way there alone, since it takes longer than all others together. */
  readonly isSlow?: boolean;
  read(database: ArenaDatabase): Promise<Reading>;
}

/** A judge from what it reads and how it compares. */
export function judge<Seen>(
  name: string,
  look: (database: ArenaDatabase) => Promise<Seen>,
  compare: (first: Seen, second: Seen) => string,
): Judge {
  const readings = new WeakMap<Reading, Seen>();
  return {
    name,
    async read(database) {
      const seen = await look(database);
      const reading: Reading = {
        differenceTo: (other) => compare(seen, readings.get(other) as Seen),
      };
      readings.set(reading, seen);
      return reading;
    },
  };
}
