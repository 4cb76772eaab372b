import { assumedName } from '../../model/migration.ts';
import { bareName, quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { stringOf, walk } from '../../sql/nodes.ts';
import { parseBody, parseSql } from '../../sql/parse.ts';
import type { Failure } from '../failure.ts';
import { isBefore, lastName, tableOf } from '../story.ts';
import { type AssumedTable, type Assumptions, assumedTable } from './assumptions.ts';

/** A failed statement, and what is assumed so far. */
export interface Scene {
  readonly assumptions: Assumptions;
  readonly failure: Failure;
  readonly trees: readonly unknown[];
  /** Names in lower case that earlier statements would have made or changed, had they not failed. */
  readonly pending: ReadonlySet<string>;
}

/** Lays a failed statement out; inside of a function or DO block the inner one. */
export function openScene(assumptions: Assumptions, failure: Failure, pending: ReadonlySet<string>): Scene {
  const inner = parseBody(failure.body ?? failure.text);
  const parsed = inner.ok ? inner : parseSql(failure.text);
  return { assumptions, failure, trees: parsed.ok ? parsed.trees : [], pending };
}

/**
 * What the history makes, drops or renames itself is its own affair. What a statement drops or renames away may be made anew
 * further down: only what came before it counts. With `schema`, only what is in that one.
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

/** Whether something of that name is dropped or renamed away further down, so that another can take its place. */
function makesRoom({ migration, statement }: Failure, name: string): boolean {
  const bare = name.replaceAll(/[^\w]/g, '.');
  const away = new RegExp(`\\bDROP\\s+TABLE\\b[^;]*\\b${bare}\\b|\\b${bare}\\b"?\\s+RENAME\\s+TO\\b`, 'i');
  return away.test(migration.up.text.slice(statement.end));
}

/** The same of a column, up to the failure: under a name that another one gets later it was there before. */
export function isOwnColumn(scene: Scene, table: string, column: string): boolean {
  const { failure } = scene;
  if (hasNamesake(scene, table)) return false;
  const bears = (identity: string | undefined): boolean =>
    identity !== undefined && lastName('table column', identity) === column && tableOf(identity) === table;
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
  const { schemaname, relname } = (range ?? {}) as { schemaname?: string; relname?: string };
  if (relname === undefined) return undefined;
  return [...(schemaname === undefined ? [] : [schemaname]), relname].map(quoteIdentifier).join('.');
}

/** A relation as SQL writes it, from what the server calls it: `schema.name` without quotes around either. */
export function fromServer(name: string): string {
  return name.split('.').map(quoteIdentifier).join('.');
}

/**
 * Schema and name of a relation as the statement writes it: the server leaves the schema out of a DROP and of what IF EXISTS skips,
 * and quotes no name that holds a point.
 */
export function partsOf(scene: Scene, called: string): readonly string[] {
  const schemas = schemasOf(scene, called);
  const schema = schemas.at(-1);
  if (schemas.length === 0) return called.split('.');
  return schema === undefined || schemas.includes(undefined) ? [called] : [schema, called];
}

/** Whether the statement names the relation without a schema, and another one of that name with one. */
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

/** An assumed table by the name that it has at the failed statement, or ever had; as SQL writes it. */
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
