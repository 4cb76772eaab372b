import type { RangeVar } from '@pgsql/types';
import { assumedName } from '../../model/migration.ts';
import { escaped } from '../../model/patterns.ts';
import { bareName, quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { stringOf, walk } from '../../sql/nodes.ts';
import { parseBody, parseSql } from '../../sql/parse.ts';
import { namedBy, shown } from '../../sql/relations.ts';
import type { Failure } from '../failure.ts';
import { isBefore, lastName, tableOf } from '../story.ts';
import { type AssumedTable, type Assumptions, assumedTable } from './assumptions.ts';

/** A failed statement, and what is assumed so far. */
export interface Scene {
  readonly assumptions: Assumptions;
  readonly failure: Failure;
  readonly trees: readonly unknown[];
  /** Names (in lower case) that earlier failed statements would have made or changed. */
  readonly pending: ReadonlySet<string>;
}

/** Prepares a failed statement for learning; inside a function or DO block the inner statement. */
export function openScene(assumptions: Assumptions, failure: Failure, pending: ReadonlySet<string>): Scene {
  const inner = parseBody(failure.body ?? failure.text);
  const parsed = inner.ok ? inner : parseSql(failure.text);
  return { assumptions, failure, trees: parsed.ok ? parsed.trees : [], pending };
}

/**
 * Whether the history itself makes, drops or renames the object. If the failed statement, or the rest of its migration, drops
 * the object or renames it away, only what came before counts: the history may make it anew later. With `schema`, only objects
 * in that schema.
 */
export function isOwn({ failure }: Scene, name: string, types: RegExp, schema?: string): boolean {
  const own = name.toLowerCase();
  const isThere = (identity: string) => schema === undefined || splitIdentifier(identity).at(-2) === schema;
  const leaves =
    /^DROP\b/.test(failure.head) || /\bRENAME\s+TO\b/i.test(failure.text) || makesRoom(failure, own);
  return failure.story.lives.some(
    ({ type, names, chapters }) =>
      types.test(type) &&
      names.has(own) &&
      chapters.some(
        (chapter) =>
          chapter.action !== 'alter' &&
          chapter.name !== assumedName &&
          isThere(chapter.identity) &&
          (!leaves ||
            (isBefore(chapter, failure.at) && lastName(type, chapter.identity).toLowerCase() === own)),
      ),
  );
}

/** Whether the rest of the migration drops the table of that name or renames it, so that another can take the name. */
function makesRoom({ migration, statement }: Failure, name: string): boolean {
  const bare = escaped(name);
  const away = new RegExp(`\\bDROP\\s+TABLE\\b[^;]*\\b${bare}\\b|\\b${bare}\\b"?\\s+RENAME\\s+TO\\b`, 'i');
  return away.test(migration.up.text.slice(statement.end));
}

/** The same for a column, up to the failure: one that only later gets this name does not count. */
export function isOwnColumn(scene: Scene, table: string, column: string): boolean {
  const { failure } = scene;
  if (hasNamesake(scene, table)) return false;
  const bears = (identity: string | undefined): boolean =>
    identity !== undefined &&
    lastName('table column', identity) === column &&
    tableOf('table column', identity)?.name === table;
  return failure.story.lives.some(
    ({ type, chapters }) =>
      type === 'table column' &&
      chapters.some(
        ({ action, name, identity, was, ...moment }) =>
          action !== 'alter' &&
          name !== assumedName &&
          (bears(identity) || bears(was)) &&
          isBefore(moment, failure.at),
      ),
  );
}

/** A relation of a parse tree, as SQL writes it. */
export function relationName(range: unknown): string | undefined {
  const named = namedBy(range as RangeVar | undefined);
  return named.name === '' ? undefined : shown(named);
}

/** A relation as SQL writes it, from the name in a message of the server: `schema.name` without quotes around the parts. */
export function fromServer(name: string): string {
  return name.split('.').map(quoteIdentifier).join('.');
}

/**
 * Schema and name of a relation as the statement writes it. The server omits the schema in messages about DROP and IF EXISTS,
 * and does not quote names that contain a point.
 */
export function partsOf(scene: Scene, called: string): readonly string[] {
  const schemas = schemasOf(scene, called);
  const schema = schemas.at(-1);
  if (schemas.length === 0) return called.split('.');
  return schema === undefined || schemas.includes(undefined) ? [called] : [schema, called];
}

/** Whether the statement names relations of this name in more than one schema (or with and without one). */
export function hasNamesake(scene: Scene, name: string): boolean {
  return new Set(schemasOf(scene, name)).size > 1;
}

/** The schemas under which the statement names a relation, in order; undefined where it names it without one. */
function schemasOf({ trees }: Scene, name: string): readonly (string | undefined)[] {
  const schemas: (string | undefined)[] = [];
  walk(trees, (node, kind) => {
    if (node.relname === name) schemas.push(node.schemaname as string | undefined);
    if (kind !== 'List') return;
    const parts = (node.items as readonly unknown[]).map(stringOf);
    if (parts.length <= 2 && parts.at(-1) === name) schemas.push(parts.at(-2));
  });
  return schemas;
}

/** An assumed table by any name that it had up to the failed statement, as SQL writes it. */
export function knownTable({ assumptions, failure }: Scene, name: string): AssumedTable | undefined {
  const known = assumedTable(assumptions, name);
  if (known !== undefined) return known;
  const last = bareName(name).toLowerCase();
  const life = failure.story.lives.find(
    ({ type, names, chapters: [first] }) =>
      type === 'table' && names.has(last) && first?.name === assumedName && first.action === 'create',
  );
  const born = life?.chapters[0]?.identity;
  return born === undefined ? undefined : assumedTable(assumptions, born);
}
