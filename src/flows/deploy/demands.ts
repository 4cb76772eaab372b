import { diffSchemas } from '../../diff/diff.ts';
import { planChanges } from '../../diff/plan.ts';
import type { DeployHazard } from '../../model/deployment.ts';
import type { Migration } from '../../model/migration.ts';
import { nameOf, type ObjectId } from '../../model/object-id.ts';
import type { Hazard } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import type { MigrationTrace } from '../../model/trace.ts';
import { lastPart, splitLast } from '../../postgres/identifier.ts';
import type { FormerNames } from './former-names.ts';
import { valuesIn } from './probes.ts';

/** The pending migrations, with what their rehearsal saw. */
export interface Pending {
  readonly traces: readonly MigrationTrace[];
  readonly pending: readonly Migration[];
  readonly former: FormerNames;
}

/** The hazards of new constraints and indexes that existing rows may violate, and of new types that do not hold all of a value. */
export function demands(before: Schema, after: Schema, seen: Pending): readonly DeployHazard[] {
  if (diffSchemas(before, after).length === 0) return [];
  const dropped = new Set(
    seen.traces.flatMap(({ statements }) =>
      statements.flatMap(({ events }) =>
        events
          .filter(({ action }) => action === 'drop')
          .map(({ key, identity }) => seen.former.of(key, identity)),
      ),
    ),
  );
  return planChanges(before, after).steps.flatMap(({ hazards, object, verb }) =>
    hazards
      .filter(
        ({ kind, question }) =>
          question !== undefined &&
          // What was seen to be dropped is told of as such.
          (kind === 'may-fail' ||
            (kind === 'destroys-data' && verb !== 'drop' && !dropped.has(nameOf(object)))),
      )
      .map((hazard) => {
        const at = statementOf(object, after, seen);
        return { ...onlyWhether(hazard), migration: at.migration, line: at.line, table: undefined };
      }),
  );
}

/** Of values that are lost it is asked whether there are any, which is answered sooner than how many. */
function onlyWhether(hazard: Hazard): Hazard & { readonly probe?: string } {
  const { kind, message, question } = hazard;
  if (kind !== 'destroys-data' || question?.counted === undefined || !('table' in question.from))
    return hazard;
  const { from, counted, where } = question;
  return { kind, message, probe: valuesIn(from.table, counted, where) };
}

/**
 * By type of constraint, the words of a statement that checks it against the rows. They find the statement where it does not name
 * the constraint.
 */
const makers: Readonly<Record<string, RegExp>> = {
  check: /\b(?:CHECK|VALIDATE)\b/i,
  foreign: /\b(?:REFERENCES|VALIDATE)\b/i,
  unique: /\bUNIQUE\b/i,
  primary: /\bPRIMARY\b/i,
  exclude: /\bEXCLUDE\b/i,
};

/** The last statement that touched the object; or that touched its table and names the object or makes one of its type. */
function statementOf(
  object: ObjectId,
  after: Schema,
  { traces, pending, former }: Pending,
): { readonly migration: string; readonly line: number | undefined } {
  const name = nameOf(object);
  const maker = makers[String(after.facts.get(object)?.definition.type)];
  const now = former.nowOf(name);
  const own = lastPart(now).replaceAll('"', '');
  const [table] = splitLast(name);
  const tables = [table, former.nowOf(table)];
  const all = traces.flatMap(({ migration, statements }, i) =>
    statements.map(({ events, line, start, end }) => {
      const sql = pending[i]?.up.text.slice(start, end) ?? '';
      const touches = (...wanted: readonly string[]) =>
        events.some(({ identity }) => wanted.includes(identity));
      return {
        migration,
        line,
        isOwn: touches(name, now),
        isTable: touches(...tables),
        names: sql.includes(own),
        makes: maker?.test(sql) === true,
      };
    }),
  );
  const at =
    all.findLast(({ isOwn, isTable, names, makes }) => names && makes && (isOwn || isTable)) ??
    all.findLast(({ isOwn, isTable, names }) => names && (isOwn || isTable)) ??
    all.findLast(({ isOwn }) => isOwn) ??
    all.findLast(({ isTable, makes }) => isTable && makes) ??
    all.findLast(({ isTable }) => isTable);
  return at ?? { migration: traces.at(-1)?.migration ?? '', line: undefined };
}
