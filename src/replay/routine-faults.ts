import { setImmediate } from 'node:timers/promises';
import type { Session } from '../db/session.ts';
import { groupBy } from '../model/group-by.ts';
import { objectId } from '../model/object-id.ts';
import type { Namesake, RoutineFault } from '../model/routine-fault.ts';
import type { Fact, Schema } from '../model/schema.ts';
import { readUnresolvedName } from '../postgres/unresolved-name.ts';
import { type Ambiguity, madeInside, type Trial, type TrialPart, trialsOf } from './routine-trials.ts';
import { type Routine, readUsualPath, routinesSql } from './routines.ts';

/** undefined_column, undefined_table, undefined_function, undefined_object. */
const missing: ReadonlySet<string> = new Set(['42703', '42P01', '42883', '42704']);

/**
 * Adds to a Schema which routines of a role will fail. Bodies in PL/pgSQL are only parsed when they are created, and those in SQL are not
 * looked at again: here the server analyses each statement in them by what is there now. It runs none, but for the input functions of
 * the literals in them and the checks of their domains: that is code of the user's, and no session for a superuser.
 * https://www.postgresql.org/docs/18/plpgsql-development.html
 */
export async function withRoutineFaults(
  schema: Schema,
  connect: () => Promise<Session>,
  role: string,
): Promise<Schema> {
  if (![...schema.facts.values()].some(isOwnRoutine)) return schema;
  const { loadParser } = await import('../sql/parse.ts');
  await loadParser();
  await using session = await connect();
  const routineFaults = await findFaults(session, role);
  return routineFaults.length === 0 ? schema : { ...schema, routineFaults };
}

/** What a platform brings has another owner. */
function isOwnRoutine({ kind, definition }: Fact): boolean {
  return (kind === 'function' || kind === 'procedure') && definition.owner === undefined;
}

/** Rolls back all that it makes. */
async function findFaults(session: Session, role: string): Promise<readonly RoutineFault[]> {
  await session.query(`BEGIN; ${settings}; ${makeTrySql}`);
  try {
    const usualPath = await readUsualPath(session, role);
    const routines = await session.query<Routine>(routinesSql, [role]);
    const made = madeBy(routines);
    const pathOf = ({ path }: Routine) => path ?? usualPath;
    const columns = await session.query<{ name: string }>(columnsSql);
    const names = new Set(columns.map(({ name }) => name));
    const { failing, ambiguous } = await tryWholes(session, routines, pathOf, names);
    const parts = failing.flatMap((trial) =>
      trial.parts().map((part) => ({ ...part, trial, path: pathOf(trial.routine) })),
    );
    const failed = await tryParts(session, parts);
    const faultOf = ({ routine, table }: Trial, { line, sql }: Pick<TrialPart, 'line' | 'sql'>) => {
      const asked = { line, sql, table, searchPath: pathOf(routine), hasOwnPath: routine.path !== null };
      return { routine: objectId(routine.kind, routine.name), ...asked, namesakes: [] };
    };
    const faults = failed.flatMap(({ part, code, message }): readonly RoutineFault[] =>
      missing.has(code) && !isKnown(message, part.trial.known, made)
        ? [{ ...faultOf(part.trial, part), code, message }]
        : [],
    );
    const twofold = ambiguous.map(({ trial, name, ...part }) => ({
      ...faultOf(trial, part),
      code: '42702',
      message: `column reference "${name}" is ambiguous`,
    }));
    return [...(await addNamesakes(session, faults)), ...twofold];
  } finally {
    await session.query('ROLLBACK');
  }
}

const settings = `SET LOCAL search_path = ''; SET LOCAL jit = off; SET LOCAL check_function_bodies = on;
  SET LOCAL client_min_messages = error`;

/**
 * A function that runs each DDL in a subtransaction, takes it back, and gives what failed. It uses no operator: in a search_path of
 * the user's that may be a function of the user's.
 */
const makeTrySql = `
  CREATE FUNCTION pg_temp.strata_try(paths text[], ddls text[], OUT at integer, OUT code text, OUT message text)
    RETURNS SETOF record LANGUAGE plpgsql AS $try$
  BEGIN
    FOR n IN 1 .. pg_catalog.cardinality(ddls) LOOP
      PERFORM pg_catalog.set_config('search_path', paths[n], true);
      BEGIN
        EXECUTE ddls[n];
        RAISE SQLSTATE 'ST000';
      EXCEPTION
        WHEN SQLSTATE 'ST000' THEN NULL;
        WHEN OTHERS THEN
          at := n;
          code := SQLSTATE;
          message := SQLERRM;
          RETURN NEXT;
      END;
    END LOOP;
    PERFORM pg_catalog.set_config('search_path', '', true);
  END $try$`;

interface Failed {
  /** Position in what was tried, from 1. */
  readonly at: number;
  readonly code: string;
  readonly message: string;
}

async function tryAll(
  session: Session,
  tried: readonly { readonly path: string; readonly ddl: string }[],
): Promise<readonly Failed[]> {
  if (tried.length === 0) return [];
  return await session.query<Failed>('SELECT * FROM pg_temp.strata_try($1::text[], $2::text[])', [
    tried.map(({ path }) => path),
    tried.map(({ ddl }) => ddl),
  ]);
}

/** How many routines are read while the server tries those before them. */
const atOnce = 30;

interface Tried {
  readonly failing: readonly Trial[];
  readonly ambiguous: readonly (Ambiguity & { readonly trial: Trial })[];
}

/** Tries whole bodies, and whether variables have the names of columns where they stand. */
async function tryWholes(
  session: Session,
  routines: readonly Routine[],
  pathOf: (routine: Routine) => string,
  columns: ReadonlySet<string>,
): Promise<Tried> {
  const asked: Promise<Tried>[] = [];
  for (let i = 0; i < routines.length; i += atOnce) {
    const trials = routines.slice(i, i + atOnce).flatMap(trialsOf);
    const ambiguities = trials.flatMap((trial) =>
      trial.ambiguities(columns).map((one) => ({ ...one, trial, path: pathOf(trial.routine) })),
    );
    const wholes = trials.map(({ routine, whole }) => ({ path: pathOf(routine), ddl: whole }));
    const asking = tryAll(session, [...wholes, ...ambiguities]).then((told) => {
      const failed = new Set(told.map(({ at }) => at - 1));
      return {
        failing: trials.filter((_, at) => failed.has(at)),
        ambiguous: ambiguities.filter((_, at) => !failed.has(wholes.length + at)),
      };
    });
    // It is awaited in the end, and may fail before.
    asking.catch(() => {});
    asked.push(asking);
    // Else the message would wait until all are read.
    await setImmediate();
  }
  const all = await Promise.all(asked);
  return {
    failing: all.flatMap(({ failing }) => failing),
    ambiguous: all.flatMap(({ ambiguous }) => ambiguous),
  };
}

/** The names of all columns that no system table has. */
const columnsSql = `SELECT DISTINCT attname AS name FROM pg_catalog.pg_attribute
  WHERE attrelid >= 16384 AND attnum > 0 AND NOT attisdropped`;

/** Tries statements; of one that seems to miss a table it asks whether that is a variable without such a field. */
async function tryParts<Part extends TrialPart & { readonly path: string }>(
  session: Session,
  parts: readonly Part[],
): Promise<readonly (Pick<Failed, 'code' | 'message'> & { readonly part: Part })[]> {
  const first = (await tryAll(session, parts)).map((told) => ({ ...told, part: parts[told.at - 1] as Part }));
  const unclear = first.filter(({ message }) => /^missing FROM-clause entry/.test(message));
  const again = unclear.map(({ part: { path, ddlOfFields } }) => ({ path, ddl: ddlOfFields }));
  const clear = new Map(
    (await tryAll(session, again)).map((told) => [unclear[told.at - 1]?.part, told] as const),
  );
  return first.map((told) => ({ ...told, ...clear.get(told.part) }));
}

/** The relations that bodies make, whichever runs before the other, and those that triggers get. */
function madeBy(routines: readonly Routine[]): ReadonlySet<string> {
  return new Set(routines.flatMap(({ source, transitions }) => [...madeInside(source), ...transitions]));
}

/**
 * Whether the words are others than are understood, or are about a variable, a label or something that a body makes. Where a body
 * composes such a name, it may be any relation's.
 */
function isKnown(message: string, known: ReadonlySet<string>, made: ReadonlySet<string>): boolean {
  const told = readUnresolvedName(message);
  if (told === undefined) return true;
  const { what, name, of } = told;
  if (what === 'relation') return made.has(name) || [...made].some((one) => one.includes('%'));
  return what === 'column' && (known.has(name) || (of !== undefined && made.has(of)));
}

/** Of each function that is missed: which others bear its name. */
async function addNamesakes(
  session: Session,
  faults: readonly RoutineFault[],
): Promise<readonly RoutineFault[]> {
  const nameOf = ({ code, message }: RoutineFault) =>
    code === '42883' ? readUnresolvedName(message)?.name : undefined;
  const names = [...new Set(faults.flatMap((fault) => nameOf(fault) ?? []))];
  if (names.length === 0) return faults;
  const rows = await session.query<Namesake & { name: string }>(namesakesSql, [names]);
  const byName = groupBy(rows, ({ name }) => name);
  return faults.map((fault) => ({ ...fault, namesakes: byName.get(nameOf(fault) ?? '') ?? [] }));
}

const namesakesSql = `
  SELECT DISTINCT p.proname AS name, n.nspname AS schema, e.extname AS extension
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  LEFT JOIN pg_catalog.pg_depend d
    ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
  LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  WHERE p.proname = ANY ($1) ORDER BY 1, 2, 3`;
