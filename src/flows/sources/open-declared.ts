import { createHash } from 'node:crypto';
import { planChanges } from '../../diff/plan.ts';
import type { Engine } from '../../engine/engine.ts';
import { adaptSql } from '../../engine/stand-ins/stand-ins.ts';
import { closeOnFailure } from '../../model/close-on-failure.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import {
  bareName,
  identifierPattern,
  qualifiedName,
  qualifiedPattern,
  quoteIdentifier,
  splitIdentifier,
} from '../../postgres/identifier.ts';
import { openParts, type Parts } from '../../replay/parts.ts';
import { splitStatements } from '../../sql/split.ts';
import { actingRole, type LoadOptions, openPrelude, readDatabase } from '../rehearsal/ground.ts';
import { recordsOf } from '../rehearsal/rehearsal-options.ts';
import { createServerThings } from './server-things.ts';
import { type DeclaredLanguage, unsaidFacts } from './unsaid-facts.ts';

/** A statement of a declared schema that the server does not take, with its reason. */
export interface RefusedDeclaration {
  readonly sql: string;
  readonly message: string;
  /** SQL name of the table that it makes or changes; undefined for another object. */
  readonly table: string | undefined;
  /** SQL name of the key or index that it adds to that table; undefined where it makes the table. */
  readonly key: string | undefined;
  /** It needs a table that was refused itself. */
  readonly follows: boolean;
}

/** The cache of what was made from a project's declared schema, which is valid while that stays the same. */
export function declaredParts(settings: ProjectSettings, dir: string, shown: string): Parts {
  const name = createHash('sha256').update(`${dir}\n${shown}`).digest('hex').slice(0, 16);
  return openParts(recordsOf(settings), `declared-${name}`);
}

/** An engine that holds a declaration, and what was read of it. */
export interface OpenedDeclaration {
  readonly engine: Engine;
  readonly schema: Schema;
  readonly refused: readonly RefusedDeclaration[];
  /** SQL names of tables and enums that the platform or the project's setup makes: declaring one of them only refers to it. */
  readonly given: readonly string[];
}

/** An engine that holds what a schema declares, and the objects of the history that its language cannot express but may use. */
export async function openDeclared(
  ddl: string,
  history: Schema | undefined,
  load: Pick<LoadOptions, 'settings' | 'platform' | 'schemas' | 'exclude'>,
  language: DeclaredLanguage = { hasSequences: false },
): Promise<OpenedDeclaration> {
  const { settings } = load;
  return closeOnFailure(await openPrelude(load), async (engine) => {
    const empty = await readDatabase(engine.main, { settings });
    if (history !== undefined)
      await loadUnsaid(engine, empty, history, unsaidFacts(history, ddl, language), settings);
    const refused = await runDdl(engine, ddl, searchPath(history), settings);
    const schema = await readDatabase(engine.main, load);
    const given = givenNames(empty);
    return { engine, schema, refused: refused.filter(({ table }) => !given.includes(table ?? '')), given };
  });
}

/** Makes the objects that a declaration may use. One that does not load is left out: the declaration that needs it fails then. */
async function loadUnsaid(
  engine: Engine,
  empty: Schema,
  history: Schema,
  unsaid: ReadonlyMap<ObjectId, Fact>,
  settings: ProjectSettings,
): Promise<void> {
  const facts = new Map([...empty.facts, ...unsaid]);
  await createServerThings(engine.main, { ...history, facts });
  const { steps } = planChanges(empty, { ...history, facts });
  await using session = await engine.main.connect(actingRole(settings), { guarded: false });
  for (const { sql } of steps) await session.run(adaptSql(sql));
}

/** The search path in which unqualified types are found: those of extensions may lie outside of `public`. */
function searchPath(history: Schema | undefined): string {
  const schemas = [...(history?.facts.values() ?? [])].flatMap(({ kind, definition }) =>
    kind === 'extension' && definition.schema !== undefined ? [String(definition.schema)] : [],
  );
  return [...new Set(['public', ...schemas, 'extensions'])].join(', ');
}

/** Runs DDL as a whole. Where that fails, runs it statement by statement, so that one refusal hides no other statement. */
async function runDdl(
  engine: Engine,
  ddl: string,
  path: string,
  settings: ProjectSettings,
): Promise<readonly RefusedDeclaration[]> {
  await using session = await engine.main.connect(actingRole(settings), { guarded: false });
  await session.run(`SET search_path = ${path}`);
  if ((await session.run(adaptSql(ddl))).error === undefined) return [];
  const refused: RefusedDeclaration[] = [];
  for (const { start, end } of splitStatements(ddl).statements) {
    const sql = ddl.slice(start, end);
    const { error } = await session.run(adaptSql(sql));
    // What the platform has made before is the platform's.
    if (error === undefined || ['42P06', '42P07', '42710'].includes(error.code)) continue;
    const table = tableIn(sql);
    const follows = refused.some(
      (one) => isWhole(one) && (one.table === table || one.table === targetIn(sql)),
    );
    refused.push({ sql, message: error.message, table, key: keyIn(sql), follows });
  }
  return refused;
}

function isWhole({ sql }: RefusedDeclaration): boolean {
  return sql.startsWith('CREATE TABLE');
}

/** The table of one of Prisma's own statements: all its names are quoted. */
function tableIn(sql: string): string | undefined {
  return namedAfter(/^(?:CREATE TABLE|ALTER TABLE|CREATE (?:UNIQUE )?INDEX .*? ON) /, sql);
}

const keyName = new RegExp(`(?: ADD CONSTRAINT |^CREATE (?:UNIQUE )?INDEX )(${identifierPattern})`);

function keyIn(sql: string): string | undefined {
  const own = keyName.exec(sql)?.[1];
  return own === undefined ? undefined : quoteIdentifier(bareName(own));
}

/** The table that a foreign key points to. */
function targetIn(sql: string): string | undefined {
  return namedAfter(/ REFERENCES /, sql);
}

const qualifiedNameAhead = new RegExp(`^${qualifiedPattern}`);

function namedAfter(head: RegExp, sql: string): string | undefined {
  const found = head.exec(sql);
  if (found === null) return undefined;
  const name = qualifiedNameAhead.exec(sql.slice(found.index + found[0].length))?.[0];
  if (name === undefined) return undefined;
  const [table = '', schema = 'public'] = splitIdentifier(name).reverse();
  return qualifiedName(schema, table);
}

function givenNames({ facts }: Schema): readonly string[] {
  return [...facts.values()].flatMap(({ kind, name }) => (kind === 'table' || kind === 'enum' ? [name] : []));
}
