import { planChanges } from '../diff/plan.ts';
import { writeStep } from '../diff/write-steps.ts';
import type { Dump } from '../model/difference.ts';
import type { Schema } from '../model/schema.ts';
import { maskedSecrets } from './proof/masked-secrets.ts';
import { missingNeeds, refuseUnknownSchemas, unknownExclusions } from './sources/chosen-schemas.ts';
import { type CompareOptions, loadBoth, loadOptions } from './sources/load-both.ts';
import { assertProjectOptions } from './sources/one-project.ts';
import { parseSource } from './sources/sources.ts';

export interface DumpOptions extends CompareOptions {
  /** As named on the command line. */
  readonly source: string;
}

/** A source as canonical SQL: planned from an empty database, in the words of the throwaway PostgreSQL. */
export async function dump(options: DumpOptions): Promise<Dump> {
  assertProjectOptions(options);
  const source = await parseSource(options.source, options.cwd);
  const load = await loadOptions([source], options);
  const { before, after } = await loadBoth({ kind: 'empty', shown: 'empty' }, source, load);
  await using _before = before;
  await using _after = after;
  refuseUnknownSchemas([after.schema], load);
  const given = before.schema.facts;
  const facts = new Map([...after.schema.facts].filter(([id]) => !given.has(id)));
  return {
    sql: dumpSql(before.schema, after.schema),
    schema: { ...after.schema, facts },
    notModelled: after.schema.notModelled,
    notes: [
      ...after.notes,
      ...unknownExclusions([after.schema], load).map((name) => `there is no schema ${name}`),
      ...missingNeeds(before.schema, after.schema),
      ...maskedSecrets(after.schema),
    ],
  };
}

/** A schema as SQL for a database that holds what `empty` does. */
export function dumpSql(empty: Schema, schema: Schema): string {
  const { steps } = planChanges(empty, schema);
  return steps.map((step) => writeStep({ ...step, hazards: [] })).join('\n');
}
