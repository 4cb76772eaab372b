import { qualifiedPattern } from '../../postgres/identifier.ts';
import { parseSql } from '../../sql/parse.ts';
import { type Named, shown } from '../../sql/relations.ts';
import { relationsNamed } from '../../sql/relations-named.ts';
import type { Failure } from '../failure.ts';

/**
 * A table or other relation that the server's message names without its schema: in the schema that the statement gives it, else in
 * the one that the server tells apart.
 */
export function relationMeant(failure: Failure, name: string): Named {
  const { table, schema } = failure.error;
  return { schema: schemaGiven(failure, name) ?? (table === name ? schema : undefined), name };
}

/** The same as SQL in a hint has to write it. */
export function tableInHint(failure: Failure, name: string): string {
  const { schema } = relationMeant(failure, name);
  const isPlain = schema === 'public' && schemaGiven(failure, name) === undefined;
  return shown({ schema: isPlain ? undefined : schema, name });
}

/** The table that the server tells apart, else the first that the statement names; `…` where there is none. */
export function firstTableInHint(failure: Failure): string {
  const name = failure.error.table ?? failure.relations[0]?.name;
  return name === undefined ? '…' : tableInHint(failure, name);
}

/** The name that stands behind a keyword of a statement, as it is written there. */
export function nameBehind(text: string, keyword: string): string | undefined {
  return new RegExp(`\\b${keyword}\\s+(${qualifiedPattern})`, 'i').exec(text)?.[1];
}

function schemaGiven({ relations, head, text }: Failure, name: string): string | undefined {
  return [...relations, ...(head.startsWith('DROP') ? dropped(text) : [])].find(
    (one) => one.name === name && one.schema !== undefined,
  )?.schema;
}

function dropped(text: string): readonly Named[] {
  const parsed = parseSql(text);
  return parsed.ok ? relationsNamed(parsed.trees) : [];
}
