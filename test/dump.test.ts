import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSchema } from '../src/catalog/read-schema.ts';
import { settingsReader } from '../src/cli/settings.ts';
import type { Session } from '../src/db/session.ts';
import { dump, dumpSql } from '../src/flows/dump.ts';
import type { Schema } from '../src/model/schema.ts';
import { type Arena, type ArenaDatabase, openArena } from './judge/arena.ts';
import { type DiffCase, readDiffCases } from './judge/cases.ts';
import { debianBin, type OldServer, openOldServer } from './judge/old-server.ts';
import { grouped, kindOf, together } from './judge/together.ts';
import { directory } from './strata.ts';

let arena: Arena;
let database: ArenaDatabase;
let empty: Schema;
beforeAll(async () => {
  arena = await openArena();
  database = await arena.createDatabase();
  await createRoles(database.session);
  empty = await readSchema(database.session);
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await arena[Symbol.asyncDispose]();
});

/** What older servers do not know: names of NOT NULL (18) and the privilege MAINTAIN (17). */
function withoutNews(dump: string): string {
  return dump.replaceAll(/CONSTRAINT \S+ (?=NOT NULL)|MAINTAIN, /g, '');
}

/** Before 18 a NOT NULL was no constraint, so nothing tells a child's own from its parent's. */
const isAboutNotNull =
  /^inheritance\/(columns-changed-through-the|not-null-(of-the-parent|of-an-own|that-joining)|column-added-to-parent-and|own-column-two-levels-below)/;

/** An older server prints VALUES that are in an order as a query of them, which is a query to this one too. */
const isAboutValues = /^view\/values-in-an-order/;

function isComparable({ name }: DiffCase): boolean {
  return !isAboutNotNull.test(name) && !isAboutValues.test(name);
}

const sortOf = (subject: DiffCase) => `${kindOf(subject)} ${isComparable(subject)}`;

/** What is dumped: both sides of cases that share a database; of one that is alone the side that holds more, the other is nearly the same. */
const allSides = grouped(readDiffCases(), sortOf).flatMap((group) => {
  const { name, before, after } = together(group);
  const both = [
    { name: `before.sql of ${name}`, sql: before, isComparable: group.every(isComparable) },
    { name: `after.sql of ${name}`, sql: after, isComparable: group.every(isComparable) },
  ];
  return group.length > 1 ? both : both.slice(before.length > after.length ? 0 : 1).slice(0, 1);
});
/** Some cases begin where others do, or end. */
const sides = [...new Map(allSides.map((side) => [side.sql, side])).values()];

/** What an empty database holds after `sql`, which is rolled back; the error's text where it does not load. */
async function tryOut(session: Session, sql: string): Promise<Schema | string> {
  await session.query('BEGIN');
  try {
    const { error } = await session.run(sql);
    if (error !== undefined) return error.message;
    await session.query('SET LOCAL search_path = DEFAULT');
    return await readSchema({
      ...session,
      query: (text, values) => session.query(text.replace(/^BEGIN[^;]*;|^COMMIT$/, ''), values),
    });
  } finally {
    await session.query('ROLLBACK');
    await session.query('RESET ALL');
  }
}

type Dumped = { readonly dump: string } | { readonly refusal: string };

const dumped = new Map<string, Promise<Dumped>>();

/** The dump of what `sql` makes, or why it does not load. Asked for twice, it is made once. */
function dumpOf(sql: string): Promise<Dumped> {
  const known = dumped.get(sql);
  if (known !== undefined) return known;
  const made = dumpAnew(sql);
  dumped.set(sql, made);
  return made;
}

async function dumpAnew(sql: string): Promise<Dumped> {
  const schema = await tryOut(database.session, sql);
  return typeof schema === 'string' ? { refusal: schema } : { dump: dumpSql(empty, schema) };
}

/** Roles belong to servers: those that the cases make are there before. */
async function createRoles(session: Session): Promise<void> {
  const all = sides.flatMap(({ sql }) => sql.match(/(?<=create role )("(?:[^"]|"")+"|\w+)/gi) ?? []);
  for (const role of new Set(all)) await session.query(`CREATE ROLE ${role}`);
}

/** Every other side: neighbours are of one kind. The rest are compared with the dump of an older server. */
const isLoadedAgain = new Set(
  sides.filter((side, at) => debianBin === undefined || at % 2 === 0 || !side.isComparable),
);

describe('a dump that is loaded and dumped again is the same bytes for', () => {
  test.each([...isLoadedAgain])('$name', async ({ sql }) => {
    const first = await dumpOf(sql);
    if ('dump' in first) expect(await dumpAnew(first.dump)).toEqual(first);
    // What refuses a transaction is tried by test/diff.test.ts.
    else expect(first.refusal).toMatch(/transaction block|unsafe use of new value|pending trigger events/);
  });

  const systems = resolve(import.meta.dirname, '../systems');
  const names = readdirSync(systems).filter((name) => existsSync(join(systems, name, 'package.json')));
  test.each(names)('the history of systems/%s', async (name) => {
    using home = directory({});
    const dumpAt = (cwd: string, source: string) =>
      dump({ cwd, source, settingsOf: settingsReader({ cache: true }) });
    const first = await dumpAt(systems, name);
    writeFileSync(join(home.path, 'schema.sql'), first.sql);
    const second = await dumpAt(home.path, 'schema.sql');
    expect(first.sql).toContain('CREATE TABLE');
    expect(second.sql).toBe(first.sql);
  });
});

test('a dump of files holds the passwords that stand in them', async () => {
  using home = directory({
    'schema.sql': `CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;
      CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'reader', password 'written')`,
  });
  const settingsOf = settingsReader({ cache: true, superuser: true });
  const { sql, notes } = await dump({ cwd: home.path, source: 'schema.sql', settingsOf });
  expect(sql).toContain(`OPTIONS (password 'written', user 'reader')`);
  expect(notes).toEqual([]);
});

describe.skipIf(debianBin === undefined)('a dump of an older PostgreSQL is the bytes of this one for', () => {
  let old: OldServer;
  let session: Session;
  beforeAll(async () => {
    old = await openOldServer(debianBin as string);
    session = await old.connect((await old.createDatabase()).name);
    await createRoles(session);
  });
  afterAll(async () => {
    await session?.close();
    await old?.[Symbol.asyncDispose]();
  });

  test.each(sides.filter((side) => !isLoadedAgain.has(side)))('$name', async ({ sql, name }) => {
    const schema = await tryOut(session, sql);
    const wanted = await dumpOf(sql);
    // Newer syntax is not what this is about.
    if (typeof schema === 'string' || !('dump' in wanted)) return;
    const told = dumpSql(empty, schema);
    const isSame = withoutNews(told) === withoutNews(wanted.dump);
    // PostgreSQL has learned to write some expressions otherwise: what differs is read again before it is compared.
    const found = isSame ? { dump: told } : await dumpOf(told);
    expect('dump' in found ? withoutNews(found.dump) : found, name).toEqual(withoutNews(wanted.dump));
  });
});
