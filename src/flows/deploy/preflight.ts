import type { Queryable } from '../../db/queryable.ts';
import { homeSchema } from '../../live/open.ts';
import type { DeployHazard, JudgedHazard } from '../../model/deployment.ts';
import type { HazardKind } from '../../model/plan.ts';
import { bigBytes } from '../../model/sizes.ts';
import {
  identifierPart,
  identifierPattern,
  qualifiedPattern,
  quoteIdentifier,
} from '../../postgres/identifier.ts';
import { sizeOfTable } from '../table-sizes.ts';

/** Judges what a rehearsal has foreseen. */
export async function judgeForeseen(
  live: Queryable,
  hazards: readonly DeployHazard[],
  { url, allow }: { readonly url: string; readonly allow: readonly HazardKind[] },
): Promise<readonly JudgedHazard[]> {
  return judgeHazards(live, inSchema(hazards, await homeSchema(live, url)), new Set(allow));
}

const inPublic = new RegExp(String.raw`(?<!${identifierPart}|[."])public\.`, 'g');

/** Replaces `public`, in which migrations were rehearsed, by the schema that the live session works in. */
function inSchema(hazards: readonly DeployHazard[], schema: string): readonly DeployHazard[] {
  if (schema === 'public') return hazards;
  const there = (sql: string) => sql.replaceAll(inPublic, `${quoteIdentifier(schema)}.`);
  return hazards.map(({ table, probe, countQuery, ...hazard }) => ({
    ...hazard,
    table: table === undefined ? undefined : there(table),
    ...(probe === undefined ? {} : { probe: there(probe) }),
    ...(countQuery === undefined ? {} : { countQuery: there(countQuery) }),
  }));
}

/** Asks the live database which data would be lost and which rows stand in the way. Reads only. */
export async function judgeHazards(
  live: Queryable,
  hazards: readonly DeployHazard[],
  allowed: ReadonlySet<HazardKind>,
): Promise<readonly JudgedHazard[]> {
  const judged: JudgedHazard[] = [];
  for (const hazard of hazards) {
    const said = await judge(live, hazard);
    judged.push({ ...said, isRefused: said.isRefused && !allowed.has(hazard.kind) });
  }
  return judged;
}

async function judge(live: Queryable, hazard: DeployHazard): Promise<JudgedHazard> {
  if (hazard.countQuery !== undefined) return countViolations(live, hazard, hazard.countQuery);
  if (hazard.probe !== undefined) return probe(live, hazard, hazard.probe);
  const { table } = hazard;
  const size = table === undefined ? undefined : await sizeOfTable(live, table).catch(() => undefined);
  if (size === undefined) return { ...hazard, isRefused: false };
  return {
    ...hazard,
    isRefused: size.bytes >= bigBytes && hazard.kind !== 'scans',
    seen: `${table} has ${size.rows < 0 ? '' : `about ${size.rows} rows, `}${size.shown}`,
  };
}

async function probe(live: Queryable, hazard: DeployHazard, sql: string): Promise<JudgedHazard> {
  try {
    const [row] = await live.query<Record<string, boolean>>(sql);
    const isThere = row !== undefined && Object.values(row)[0] === true;
    return { ...hazard, isRefused: isThere, seen: isThere ? 'there are some' : 'there are none here' };
  } catch {
    // It goes by another name there, or may not be read: nobody can say that nothing is lost.
    return { ...hazard, isRefused: true, seen: 'the database could not be asked' };
  }
}

async function countViolations(live: Queryable, hazard: DeployHazard, sql: string): Promise<JudgedHazard> {
  try {
    const [row] = await live.query<{ count: number }>(sql);
    const count = row?.count ?? 0;
    if (count === 0) {
      const seen = hazard.kind === 'destroys-data' ? 'there are none here' : 'no row stands in the way';
      return { ...hazard, isRefused: false, seen };
    }
    return { ...hazard, isRefused: true, violations: { count, sample: await sampleOf(live, sql) } };
  } catch {
    // A column that an earlier pending migration only adds cannot be asked about yet.
    return { ...hazard, isRefused: false, seen: 'this could not be asked beforehand' };
  }
}

const duplicates =
  /^SELECT count\(\*\) FROM \(SELECT FROM (.*) GROUP BY (.*) HAVING count\(\*\) > 1\) AS duplicates$/s;
const rows = new RegExp(
  String.raw`^SELECT count\(\*\) FROM ((?:ONLY )?${qualifiedPattern})( AS ${identifierPattern})?( WHERE .*)$`,
  's',
);

/** Up to five of the rows: duplicate values with their number, or primary keys. */
async function sampleOf(live: Queryable, countQuery: string): Promise<readonly string[]> {
  const [, from, columns] = duplicates.exec(countQuery) ?? [];
  if (from !== undefined && columns !== undefined) {
    const found = await live.query<Record<string, unknown>>(
      `SELECT ${columns}, count(*) AS "times" FROM ${from} GROUP BY ${columns} HAVING count(*) > 1 ORDER BY count(*) DESC LIMIT 5`,
    );
    return found.map(rowWords);
  }
  const [, table, alias = '', where] = rows.exec(countQuery) ?? [];
  if (table === undefined || where === undefined) return [];
  const prefix = alias === '' ? '' : `${alias.slice(' AS '.length)}.`;
  const keys = await keyOf(live, table);
  const wanted = keys.length === 0 ? [`${prefix}ctid`] : keys.map((key) => prefix + key);
  const found = await live.query<Record<string, unknown>>(
    `SELECT ${wanted.join(', ')} FROM ${table}${alias}${where} LIMIT 5`,
  );
  return found.map(rowWords);
}

async function keyOf(live: Queryable, table: string): Promise<readonly string[]> {
  const found = await live.query<{ name: string }>(
    `SELECT pg_catalog.quote_ident(a.attname) AS name
       FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = pg_catalog.to_regclass($1) AND i.indisprimary ORDER BY a.attnum`,
    [table.replace(/^ONLY /, '')],
  );
  return found.map(({ name }) => name);
}

function rowWords(row: Record<string, unknown>): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join(', ');
}
