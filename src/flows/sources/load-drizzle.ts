import { exportDrizzle } from '../../declared/drizzle-export.ts';
import { drizzleGoal } from '../../declared/drizzle-goal.ts';
import { closeOnFailure } from '../../model/close-on-failure.ts';
import { StrataError } from '../../model/errors.ts';
import type { Schema } from '../../model/schema.ts';
import type { LoadOptions } from '../rehearsal/ground.ts';
import type { LoadedSource } from './loaded-source.ts';
import { openDeclared } from './open-declared.ts';
import type { Source } from './sources.ts';

/** A Drizzle schema as a source. What its language cannot express is taken from `beside`. */
export async function loadDrizzleSource(
  source: Source & { readonly kind: 'drizzle' },
  beside: Schema | undefined,
  load: LoadOptions,
): Promise<LoadedSource> {
  const ddl = await exportDrizzle(source.config);
  const opened = await openDeclared(ddl, beside, load, { hasSequences: true });
  return closeOnFailure(opened.engine, async (engine) => {
    const { schema, refused } = opened;
    const [first] = refused;
    if (first !== undefined) {
      throw new StrataError('project', `${first.message} (${first.sql.split('\n')[0]})`, {
        hint: 'Make in a migration what it names, an extension or a type, and declare the rest from there.',
      });
    }
    return {
      source,
      schema: beside === undefined ? schema : drizzleGoal(beside, schema),
      ground: { engine, database: engine.main },
      notes: [],
      isEmpty: ddl.trim() === '',
      [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
    };
  });
}
