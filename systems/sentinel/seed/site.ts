import { randomStream } from '../../shared/random.ts';
import type { Field } from './copy.ts';
import { makeGatherings } from './gatherings.ts';
import { columns, makePeople, type SeedSize } from './people.ts';
import { checkinColumns, makeScans } from './scans.ts';
import { makeVisits, visitorColumns } from './visits.ts';

/** Rows for one table. */
export interface TableRows {
  readonly table: string;
  readonly names: readonly string[];
  /** Made while they are read, which can be done once. */
  readonly rows: Iterable<readonly Field[]>;
}

const stream = 20_260_116;

/** Every row of a site, in the order in which tables can be filled; the same size always gives the same rows. */
export function makeSite(size: SeedSize): readonly TableRows[] {
  const random = randomStream(stream);
  const people = makePeople(size, random);
  const visits = makeVisits(people, random);
  const gatherings = makeGatherings(size, people, random);
  return [
    { table: 'divisions', names: columns.divisions, rows: people.divisions },
    { table: 'members', names: columns.members, rows: people.members },
    { table: 'badges', names: columns.badges, rows: people.badges },
    { table: 'visitors', names: visitorColumns, rows: visits.map(({ row }) => row) },
    ...gatherings,
    { table: 'checkins', names: checkinColumns, rows: makeScans(size, people.everybody, visits, random) },
  ];
}
