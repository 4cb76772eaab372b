import { diffSchemas } from '../../diff/diff.ts';
import { planChanges } from '../../diff/plan.ts';
import type { DeployHazard } from '../../model/deployment.ts';
import type { Migration } from '../../model/migration.ts';
import { kindOf, nameOf, type ObjectId } from '../../model/object-id.ts';
import type { Hazard } from '../../model/plan.ts';
import type { Question } from '../../model/question.ts';
import type { Subject } from '../../model/rule.ts';
import type { Schema } from '../../model/schema.ts';
import type { MigrationTrace } from '../../model/trace.ts';
import { bareName, identifiersIn, splitLast } from '../../postgres/identifier.ts';
import type { FormerNames } from './former-names.ts';
import { mendedBefore } from './mended-before.ts';
import { valuesIn } from './probes.ts';

/** The pending migrations, with what their rehearsal saw. */
export interface Pending {
  readonly traces: readonly MigrationTrace[];
  readonly pending: readonly Migration[];
  readonly former: FormerNames;
  /** The applied and the pending migrations. */
  readonly subject: Subject;
  /** Tables, by their names in the live database, whose rows are put into those that take their place. */
  readonly refilled: ReadonlySet<string>;
}

/** A statement of the pending migrations. */
interface Place {
  readonly migration: string;
  readonly line: number | undefined;
  /** 1-based in its migration; undefined where the statement is not known. */
  readonly index: number | undefined;
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
  // What is dropped and made anew has rows only where they are put back.
  const isGone = ({ from }: Question) =>
    'table' in from && dropped.has(from.table) && !seen.refilled.has(from.table);
  return planChanges(before, after).steps.flatMap(({ hazards, object, verb, sql }) =>
    hazards
      .filter(
        ({ kind, question }) =>
          question !== undefined &&
          // What was seen to be dropped is told of as such.
          ((kind === 'may-fail' && !isGone(question)) ||
            (kind === 'destroys-data' && verb !== 'drop' && !dropped.has(nameOf(object)))),
      )
      .map((hazard) => {
        const { migration, line, index } = statementOf(object, sql, after, seen);
        const mended =
          index === undefined ? undefined : mendedBefore(hazard, object, { migration, index }, seen);
        return {
          ...onlyWhether(hazard),
          migration,
          line,
          table: undefined,
          ...(mended === undefined ? {} : { mended }),
        };
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

/** The same for what a step of a plan asks of a column. */
function makerOf(object: ObjectId, step: string, after: Schema): RegExp | undefined {
  const ofConstraint = makers[String(after.facts.get(object)?.definition.type)];
  if (ofConstraint !== undefined || kindOf(object) !== 'column') return ofConstraint;
  if (/\bNOT NULL\b/.test(step)) return /\b(?:NOT\s+NULL|PRIMARY)\b/i;
  return / TYPE /.test(step) ? /\bTYPE\b/i : undefined;
}

/** The last statement that touched the object; or that touched its table and names the object or makes one of its type. */
function statementOf(
  object: ObjectId,
  step: string,
  after: Schema,
  { traces, pending, former }: Pending,
): Place {
  const name = nameOf(object);
  const maker = makerOf(object, step, after);
  const now = former.nowOf(name);
  const own = bareName(now);
  const [table] = splitLast(name);
  const tables = [table, former.nowOf(table)];
  const all = traces.flatMap(({ migration, statements }, i) =>
    statements.flatMap(({ events, line, start, end, index }) => {
      const touches = (...wanted: readonly string[]) =>
        events.some(({ identity }) => wanted.includes(identity));
      const isOwn = touches(name, now);
      const isTable = touches(...tables);
      if (!isOwn && !isTable) return [];
      const sql = pending[i]?.up.text.slice(start, end) ?? '';
      const names = identifiersIn(sql).has(own);
      return [{ migration, line, index, isOwn, isTable, names, makes: maker?.test(sql) === true }];
    }),
  );
  return (
    all.findLast(({ names, makes }) => names && makes) ??
    all.findLast(({ names }) => names) ??
    all.findLast(({ isOwn }) => isOwn) ??
    all.findLast(({ isTable, makes }) => isTable && makes) ??
    all.findLast(({ isTable }) => isTable) ?? {
      migration: traces.at(-1)?.migration ?? '',
      line: undefined,
      index: undefined,
    }
  );
}
