import type { Queryable } from '../../db/queryable.ts';
import { homeSchema } from '../../live/open.ts';
import type { DeployHazard, JudgedHazard } from '../../model/deployment.ts';
import type { HazardKind } from '../../model/plan.ts';
import { countQuery, type Question, rewriteQuestion, sampleQuery } from '../../model/question.ts';
import { bigBytes } from '../../model/sizes.ts';
import { identifierPart, quoteIdentifier } from '../../postgres/identifier.ts';
import { withoutInputCheck } from '../../postgres/types/input-check.ts';
import { postgres16 } from '../../postgres/versions.ts';
import { withCascades } from './cascades.ts';
import { rowsIn } from './probes.ts';
import { sizeOfTable } from './table-sizes.ts';

/** Judges what a rehearsal has foreseen. */
export async function judgeForeseen(
  live: Queryable,
  hazards: readonly DeployHazard[],
  { url, allow }: { readonly url: string; readonly allow: readonly HazardKind[] },
): Promise<readonly JudgedHazard[]> {
  const home = await homeSchema(live, url);
  const all = await withCascades(live, inSchema(hazards, home), home);
  return judgeHazards(live, all, new Set(allow));
}

const inPublic = new RegExp(String.raw`(?<!${identifierPart}|[."])public\.`, 'g');

/** The same text, with the schema that the live session works in instead of `public`, where migrations are rehearsed. */
export function textIn(schema: string, text: string): string {
  return text.replaceAll(inPublic, () => `${quoteIdentifier(schema)}.`);
}

function inSchema(hazards: readonly DeployHazard[], schema: string): readonly DeployHazard[] {
  if (schema === 'public') return hazards;
  const there = (text: string) => textIn(schema, text);
  return hazards.map(({ message, table, probe, ifThere, question, mended, ...hazard }) => ({
    ...hazard,
    message: there(message),
    table: table === undefined ? undefined : there(table),
    ...(probe === undefined ? {} : { probe: there(probe) }),
    ...(mended === undefined ? {} : { mended: there(mended) }),
    ...(ifThere === undefined ? {} : { ifThere: there(ifThere) }),
    ...(question === undefined ? {} : { question: rewriteQuestion(question, there) }),
  }));
}

/** Asks the live database which data would be lost and which rows stand in the way. Reads only. */
export async function judgeHazards(
  live: Queryable,
  hazards: readonly DeployHazard[],
  allowed: ReadonlySet<HazardKind>,
): Promise<readonly JudgedHazard[]> {
  const judged: JudgedHazard[] = [];
  for (const hazard of await inWordsOf(live, hazards)) {
    // Where that cannot be asked it counts as there, as data does.
    if (hazard.ifThere !== undefined && !(await holds(live, hazard.ifThere).catch(() => true))) continue;
    const said = await judge(live, hazard);
    judged.push({ ...said, isRefused: said.isRefused && !allowed.has(hazard.kind) });
  }
  return judged;
}

/** The hazards with questions that the server understands: servers before 16 lack a function that most of them ask with. */
async function inWordsOf(
  live: Queryable,
  hazards: readonly DeployHazard[],
): Promise<readonly DeployHazard[]> {
  if (!hazards.some(({ question }) => question?.where?.includes('pg_input_is_valid') === true))
    return hazards;
  const [row] = await live.query<{ server_version_num: string }>('SHOW server_version_num');
  if (Number(row?.server_version_num) >= postgres16) return hazards;
  return hazards.map((hazard) =>
    hazard.question === undefined
      ? hazard
      : { ...hazard, question: rewriteQuestion(hazard.question, withoutInputCheck) },
  );
}

async function judge(live: Queryable, hazard: DeployHazard): Promise<JudgedHazard> {
  if (hazard.question !== undefined) return countViolations(live, hazard, hazard.question);
  if (hazard.probe !== undefined) return probe(live, hazard, hazard.probe);
  if (hazard.kind === 'destroys-data') return unanswered(hazard);
  const { table } = hazard;
  if (table === undefined) return { ...hazard, isRefused: false };
  try {
    const size = await sizeOfTable(live, table);
    if (size === undefined) return { ...hazard, isRefused: false };
    return {
      ...hazard,
      isRefused: size.bytes >= bigBytes && hazard.kind !== 'scans',
      seen: `${table} has ${size.rows < 0 ? '' : `about ${size.rows} rows, `}${size.shown}`,
    };
  } catch (error) {
    const said = unanswered(hazard, error);
    return { ...said, isRefused: said.isRefused && hazard.kind !== 'scans' };
  }
}

async function probe(live: Queryable, hazard: DeployHazard, sql: string): Promise<JudgedHazard> {
  try {
    const isThere = await holds(live, sql);
    return { ...hazard, isRefused: isThere, seen: isThere ? 'there are some' : 'there are none here' };
  } catch (error) {
    return unanswered(hazard, error);
  }
}

/** Whether a query answers with true. */
async function holds(live: Queryable, sql: string): Promise<boolean> {
  const [row] = await live.query<Record<string, boolean>>(sql);
  return row !== undefined && Object.values(row)[0] === true;
}

/**
 * A hazard of which the database says nothing: it goes by another name there, is locked, too large to be read in time, or hidden
 * by row security. Data is then taken to be there, and rows to stand in the way, unless what is pending changes them before.
 */
function unanswered(hazard: DeployHazard, error?: unknown): JudgedHazard {
  const why = error === undefined ? '' : `: ${serverWords(error)}`;
  if (hazard.kind === 'destroys-data')
    return {
      ...hazard,
      isRefused: true,
      seen: `the database could not be asked whether there are some${why}`,
    };
  const seen = `this could not be asked beforehand${why}`;
  return hazard.mended === undefined
    ? { ...hazard, isRefused: true, seen }
    : { ...hazard, isRefused: false, seen: `${seen}; ${hazard.mended}` };
}

/** What the server said, without the URL that a `live` error puts before it. */
function serverWords(error: unknown): string {
  const { cause = error } = error as Error;
  return (cause as Error).message;
}

async function countViolations(
  live: Queryable,
  hazard: DeployHazard,
  question: Question,
): Promise<JudgedHazard> {
  try {
    const [row] = await live.query<{ count: number }>(countQuery(question));
    const count = row?.count ?? 0;
    if (count === 0) {
      const seen = hazard.kind === 'destroys-data' ? 'there are none here' : 'no row stands in the way';
      return { ...hazard, isRefused: false, seen };
    }
    if (hazard.mended !== undefined) {
      const now = `${count} ${count === 1 ? 'row' : 'rows'} now`;
      return { ...hazard, isRefused: false, seen: `${now}; ${hazard.mended}` };
    }
    // They are counted: that none of them can be shown takes nothing from it.
    const sample = await sampleOf(live, question).catch(() => []);
    return { ...hazard, isRefused: true, violations: { count, sample } };
  } catch (error) {
    const { from } = question;
    const isEmpty = 'table' in from && !(await holds(live, rowsIn(from.table)).catch(() => true));
    return isEmpty
      ? { ...hazard, isRefused: false, seen: `${from.table} has no rows` }
      : unanswered(hazard, error);
  }
}

/** Some of the rows in words: duplicate values with their number, or keys. None where all rows of a table are meant. */
async function sampleOf(live: Queryable, question: Question): Promise<readonly string[]> {
  const { from, where, groupedBy } = question;
  if (groupedBy === undefined && ('select' in from || where === undefined)) return [];
  const keys = 'table' in from && groupedBy === undefined ? await keyOf(live, from.table) : [];
  const found = await live.query<Record<string, unknown>>(sampleQuery(question, keys));
  return found.map(rowWords);
}

/** What tells a table's rows from each other: its primary key, or where a row stands. */
async function keyOf(live: Queryable, table: string): Promise<readonly string[]> {
  const found = await live.query<{ name: string }>(
    `SELECT pg_catalog.quote_ident(a.attname) AS name
       FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = pg_catalog.to_regclass($1) AND i.indisprimary ORDER BY a.attnum`,
    [table],
  );
  return found.length === 0 ? ['ctid'] : found.map(({ name }) => name);
}

function rowWords(row: Record<string, unknown>): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join(', ');
}
