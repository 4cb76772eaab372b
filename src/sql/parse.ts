import type { Node } from '@pgsql/types';
import { hasSqlDetails, loadModule, parsePlPgSQLSync, parseSync } from 'libpg-query';
import { type AnyNode, stringOf, stringsOf, walk } from './nodes.ts';
import type { Named } from './relations.ts';

/** The parse tree of one statement, as libpg_query of PostgreSQL 18 gives it. */
type Tree = Node;

type Parsed =
  | { readonly ok: true; readonly trees: readonly Tree[] }
  | { readonly ok: false; readonly message: string /** 0-based, characters. */; readonly position: number };

/** Loads the parser, once; 20 ms. Only what explains or judges needs it, never the plain replay. */
export async function loadParser(): Promise<void> {
  await loadModule();
}

/** Parses SQL; a syntax error is a value, and so is nesting that is too deep. `loadParser` must have been awaited. */
export function parseSql(text: string): Parsed {
  if (text === '') return { ok: true, trees: [] };
  if (isTooDeep(text)) return tooDeep;
  try {
    const { stmts } = parseSync(text);
    return { ok: true, trees: (stmts ?? []).flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt])) };
  } catch (error) {
    if (error instanceof RangeError) {
      deepTexts.add(text);
      return tooDeep;
    }
    if (!hasSqlDetails(error)) throw error;
    return { ok: false, message: error.message, position: error.sqlDetails?.cursorPosition ?? 0 };
  }
}

const tooDeep: Parsed = { ok: false, message: 'nested too deeply to be parsed', position: 0 };

/** Texts on which the parser ran out of stack. It never gets that stack back, so none is handed to it twice. */
const deepTexts = new Set<string>();

/** Of some thirty such texts the parser is damaged. */
const mostDeepTexts = 10;

/** Whether a text was found to be too deep, or may be and the parser can bear no more of them. */
function isTooDeep(text: string): boolean {
  if (deepTexts.size < mostDeepTexts) return deepTexts.has(text);
  return [...deepTexts].some((deep) => text.length >= deep.length);
}

/** Parses a statement of PL/pgSQL as `parseSql` does. It may be only an expression, such as a condition. */
export function parseBody(text: string): Parsed {
  const parsed = parseSql(text);
  if (parsed.ok) return parsed;
  const value = parseSql(`SELECT ${text}`);
  return value.ok ? value : parsed;
}

/**
 * Parses CREATE FUNCTION or CREATE PROCEDURE in PL/pgSQL to what libpg_query tells of its body; undefined where it does not take
 * it. `plpgsql.ts` reads that.
 */
export function parseRoutine(definition: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const { plpgsql_funcs } = parsePlPgSQLSync(definition) as unknown as ParsedRoutines;
    return plpgsql_funcs?.[0]?.PLpgSQL_function;
  } catch {
    return undefined;
  }
}

interface ParsedRoutines {
  readonly plpgsql_funcs?: readonly {
    readonly PLpgSQL_function?: Readonly<Record<string, unknown>>;
  }[];
}

/** A relation as written in a statement. */
export interface NamedRelation extends Named {
  /** What the statement calls it besides. */
  readonly alias: string | undefined;
}

/**
 * Every relation that a statement names, in order, without repeats. The view or table that a query is stored into is left out.
 */
export function namedRelations(tree: unknown): readonly NamedRelation[] {
  const found = new Map<string, NamedRelation>();
  walk(tree, (node, kind) => {
    if (typeof node.relname !== 'string' || kind === 'view' || kind === 'rel') return;
    const schema = typeof node.schemaname === 'string' ? node.schemaname : undefined;
    const alias = (node.alias as { aliasname?: string } | undefined)?.aliasname;
    const key = `${schema ?? ''}.${node.relname}`;
    if (!found.has(key) || alias !== undefined) found.set(key, { schema, name: node.relname, alias });
  });
  return [...found.values()];
}

/** The relations that statements name beyond their own: neither those of a WITH nor the system's. */
export function relationsRead(trees: readonly unknown[]): readonly NamedRelation[] {
  const own = new Set<unknown>();
  walk(trees, (node, kind) => {
    if (kind === 'CommonTableExpr') own.add(node.ctename);
  });
  return trees
    .flatMap((tree) => namedRelations(tree))
    .filter(({ schema, name }) => schema !== undefined || !own.has(name))
    .filter(({ schema, name }) => !/^(pg_|information_schema$)/.test(schema ?? name));
}

/**
 * The names of all objects that a statement would make, change or drop, in lower case: if it fails, later statements that need
 * them fail too.
 */
export function changedNames(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  walk(tree, (node, kind) => {
    for (const name of namesOf(node, kind)) names.add(name.toLowerCase());
  });
  return names;
}

/** Which fields of which nodes hold a new (or vanishing) name. */
const nameFields: Readonly<Record<string, readonly string[]>> = {
  ColumnDef: ['colname'],
  Constraint: ['conname'],
  IndexStmt: ['idxname'],
  CreateSchemaStmt: ['schemaname'],
  CreateRoleStmt: ['role'],
  CreateExtensionStmt: ['extname'],
  CreateTrigStmt: ['trigname'],
  CreatePolicyStmt: ['policy_name'],
  CreatePublicationStmt: ['pubname'],
  CreateFdwStmt: ['fdwname'],
  CreateStatsStmt: ['defnames'],
  CreateForeignServerStmt: ['servername'],
  CreateEventTrigStmt: ['trigname'],
  CreateStmt: ['relation'],
  // The table within a foreign table.
  base: ['relation'],
  CreateSeqStmt: ['sequence'],
  ViewStmt: ['view'],
  into: ['rel'],
  intoClause: ['rel'],
  CompositeTypeStmt: ['typevar'],
  CreateFunctionStmt: ['funcname'],
  CreateEnumStmt: ['typeName'],
  CreateRangeStmt: ['typeName'],
  CreateDomainStmt: ['domainname'],
  DefineStmt: ['defnames'],
  AlterEnumStmt: ['typeName', 'newVal'],
  RenameStmt: ['newname', 'subname', 'relation'],
  DropStmt: ['objects'],
  AlterTableCmd: ['name'],
};

function namesOf(node: AnyNode, kind: string): readonly string[] {
  const fields = nameFields[kind];
  if (fields === undefined) return [];
  return fields.flatMap((field) => lastNames(node[field]));
}

/** A name may be a string, a relation, or a list of String nodes (of which the last is the name). */
function lastNames(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) {
    const strings = stringsOf(value);
    if (strings.length === value.length && strings.length > 0) return [strings.at(-1) as string];
    return value.flatMap((item) => lastNames(unwrapList(item)));
  }
  if (value !== null && typeof value === 'object') {
    const node = value as AnyNode;
    if (typeof node.relname === 'string') return [node.relname];
    if (node.List !== undefined || node.ObjectWithArgs !== undefined || node.TypeName !== undefined) {
      return lastNames(unwrapList(node));
    }
    const text = stringOf(node);
    return text === undefined ? [] : [text];
  }
  return [];
}

function unwrapList(item: unknown): unknown {
  const node = item as Readonly<Record<string, AnyNode>> | null;
  return node?.List?.items ?? node?.ObjectWithArgs?.objname ?? node?.TypeName?.names ?? item;
}
