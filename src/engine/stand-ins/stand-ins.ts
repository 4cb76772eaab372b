import { blankOut, extensionClauses, runningCode } from './adapt.ts';
import { administration } from './administration.ts';
import { dataTypes } from './data-types.ts';
import { distributed } from './distributed.ts';
import { foreignData } from './foreign-data.ts';
import { historyTables } from './history-tables.ts';
import { http } from './http.ts';
import { identifiers } from './identifiers.ts';
import { languages } from './languages.ts';
import { givenToOwner } from './owner.ts';
import { pgCron } from './pg-cron.ts';
import { pgGraphql } from './pg-graphql.ts';
import { pgNet } from './pg-net.ts';
import { pgPartman } from './pg-partman.ts';
import { pgSessionJwt } from './pg-session-jwt.ts';
import { pgjwt } from './pgjwt.ts';
import { pgmq } from './pgmq.ts';
import { pgsodium } from './pgsodium.ts';
import { pgtap } from './pgtap.ts';
import { postgis, postgisCompanions } from './postgis.ts';
import { pgBigm, pgroonga, pgSearch, pgSimilarity, prefix, rum, vectorIndexes } from './search.ts';
import type { StandInSource } from './stand-in.ts';
import { supabaseVault } from './supabase-vault.ts';
import { timescaledb, timescaledbToolkit } from './timescaledb.ts';
import { vector } from './vector.ts';

export type { StandInSource } from './stand-in.ts';

const sources: readonly StandInSource[] = [
  vector,
  ...vectorIndexes,
  http,
  pgCron,
  pgGraphql,
  pgjwt,
  pgmq,
  pgNet,
  pgPartman,
  pgSessionJwt,
  pgsodium,
  supabaseVault,
  postgis,
  ...postgisCompanions,
  timescaledb,
  timescaledbToolkit,
  pgSearch,
  pgroonga,
  rum,
  pgBigm,
  pgSimilarity,
  prefix,
  pgtap,
  ...languages,
  ...foreignData,
  ...identifiers,
  ...dataTypes,
  ...distributed,
  ...historyTables,
  ...administration,
];

/** Every extension that Strata stands in for, by name. The engine places them where `CREATE EXTENSION` looks. */
export const standIns: readonly StandInSource[] = sources
  .map((source) => ({ ...source, sql: givenToOwner(source) }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const fixedSchemas = new Set(sources.filter((s) => s.schema !== undefined).map((s) => s.name));
const worthALook =
  /\bextension\b|\bwith\s*\(|set\s*\(|\bsecurity\s+label\b|\b(?:function|routine|aggregate)\s+\S+\s*\([^;]*?\)\s+(?:to|from|is|owner)\b/i;

/** Migration text without what stand-ins cannot take (access method parameters, extension versions); every offset stays. */
export function adaptSql(text: string): string {
  if (!worthALook.test(text)) return text;
  const code = runningCode(text);
  const spans = sources.flatMap((source) => source.leaveOut?.(code) ?? []);
  return blankOut(text, [...spans, ...extensionClauses(code, fixedSchemas)]);
}
