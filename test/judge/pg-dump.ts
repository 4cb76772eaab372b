import type { Dumper } from './dump.ts';
import { explainDifference } from './explain.ts';
import { type Judge, judge } from './judges.ts';

/** Judges by what pg_dump would write. */
export function pgDumpJudge(dumper: Dumper): Judge {
  return judge('pg_dump', (database) => dumper.dump(database.address), explainDifference);
}
