import { describe, expect, test } from 'vitest';
import { readSchema } from '../catalog/read-schema.ts';
import { type Database, superuserRole } from '../engine/engine.ts';
import { openEngine } from '../engine/open.ts';
import { mutantsOf } from './mutants.ts';

const self = superuserRole;

/** Reads what the SQL makes, and runs each of its mutants on a clone, saying which the server refuses and what is left. */
async function mutate(sql: string) {
  await using engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });
  const { mutants, spared } = await readMutants(engine.main, sql);
  const refused: string[] = [];
  const left: Record<string, readonly string[]> = {};
  for (const mutant of mutants) {
    const clone = await engine.createDatabase({ like: engine.main });
    await using session = await clone.connect('superuser');
    const { error } = await session.run(mutant.sql.join(';\n'));
    if (error !== undefined) refused.push(`${mutant.id}: ${error.message}`);
    else left[mutant.id] = mutantsOf(await readSchema(session, { self })).mutants.map(({ id }) => id);
  }
  return { ids: mutants.map(({ id }) => id), spared, refused, left };
}

async function readMutants(database: Database, sql: string) {
  await using session = await database.connect('superuser', { guarded: false });
  expect((await session.run(sql)).error).toBeUndefined();
  return mutantsOf(await readSchema(session, { self }));
}

describe('mutants', () => {
  test('are made of every rule of a schema, with names as odd as they come', async () => {
    const { ids, refused, spared, left } = await mutate(`
      CREATE DOMAIN "E mail" AS text NOT NULL DEFAULT 'x@y' CONSTRAINT "has ""at""" CHECK (VALUE LIKE '%@%');
      CREATE TABLE "Odd ""Table""" (
        id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        "the ""name""" text NOT NULL DEFAULT 'none',
        nothing text DEFAULT NULL,
        address "E mail",
        period int4range,
        CONSTRAINT "not blank" CHECK ("the ""name""" <> ''),
        CONSTRAINT "one period" EXCLUDE USING gist (period WITH &&)
      );
      CREATE TABLE child (
        parent int REFERENCES "Odd ""Table""" ON UPDATE CASCADE ON DELETE SET NULL,
        other int CONSTRAINT other_fkey REFERENCES "Odd ""Table""",
        kind text CONSTRAINT kind_key UNIQUE
      );
      CREATE UNIQUE INDEX "lower kind" ON child (lower(kind));
      CREATE INDEX plain_idx ON child (other);
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
      CREATE TRIGGER "on delete" BEFORE DELETE ON child FOR EACH ROW EXECUTE FUNCTION refuse();
      CREATE TRIGGER sleeping BEFORE DELETE ON child FOR EACH ROW EXECUTE FUNCTION refuse();
      ALTER TABLE child DISABLE TRIGGER sleeping;
      CREATE RULE keep AS ON DELETE TO "Odd ""Table""" DO INSTEAD NOTHING;
      CREATE RULE asleep AS ON UPDATE TO "Odd ""Table""" DO INSTEAD NOTHING;
      ALTER TABLE "Odd ""Table""" DISABLE RULE asleep;
      ALTER TABLE child ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY "own rows" ON child USING (kind = current_user) WITH CHECK (kind = current_user);
      CREATE POLICY anything ON child FOR SELECT USING (true);
    `);
    const odd = 'public."Odd ""Table"""';
    expect(ids).toEqual(
      [
        'disable row security of public.child',
        'drop check public."E mail"."has ""at"""',
        `drop check ${odd}."not blank"`,
        'drop default public."E mail"',
        `drop default ${odd}."the ""name"""`,
        `drop exclusion ${odd}."one period"`,
        'drop foreign key public.child.child_parent_fkey',
        'drop foreign key public.child.other_fkey',
        `drop identity ${odd}.id`,
        'drop not null public."E mail"',
        `drop not null ${odd}."the ""name"""`,
        'drop policy public.child."own rows"',
        'drop policy public.child.anything',
        `drop primary key ${odd}."Odd ""Table""_pkey"`,
        `drop rule ${odd}.keep`,
        'drop trigger public.child."on delete"',
        'drop unique constraint public.child.kind_key',
        'drop unique index public."lower kind"',
        'free the owner from row security of public.child',
        'open the new rows of policy public.child."own rows"',
        'open the rows of policy public.child."own rows"',
        'take the delete action from foreign key public.child.child_parent_fkey',
      ].sort(),
    );
    expect(spared).toEqual([]);
    // The primary key is what foreign keys stand on: the server says so, and the flow spares it with that reason.
    expect(refused).toEqual([
      expect.stringMatching(/^drop primary key .*because other objects depend on it$/),
    ]);
    for (const [id, after] of Object.entries(left)) expect(after).not.toContain(id);
  });

  test('spare a key that another one ensures, and only then; those over the same columns go together', async () => {
    const { ids, spared, left } = await mutate(`
      CREATE TABLE t (
        id int PRIMARY KEY, a int NOT NULL, b int NOT NULL, "C c" text,
        CONSTRAINT wider UNIQUE (id, a),
        CONSTRAINT first_of_two UNIQUE (a, b),
        CONSTRAINT nulls_too UNIQUE NULLS NOT DISTINCT ("C c")
      );
      CREATE UNIQUE INDEX second_of_two ON t (b DESC, a);
      CREATE UNIQUE INDEX nulls_apart ON t ("C c");
      CREATE UNIQUE INDEX of_some ON t (id) WHERE a > 0;
      CREATE UNIQUE INDEX of_expression ON t (abs(id));
    `);
    expect(spared.map(({ id, because }) => `${id}: ${because}`)).toEqual([
      'drop unique constraint public.t.wider: public.t.t_pkey ensures it already',
      'drop unique index public.nulls_apart: it goes with public.t.nulls_too, which demands the same',
      'drop unique index public.second_of_two: it goes with public.t.first_of_two, which demands the same',
    ]);
    expect(left['drop unique constraint public.t.first_of_two']?.join()).not.toContain('_of_two');
    expect(ids).toEqual(
      expect.arrayContaining([
        'drop primary key public.t.t_pkey',
        'drop unique constraint public.t.first_of_two',
        'drop unique constraint public.t.nulls_too',
        'drop unique index public.of_expression',
        'drop unique index public.of_some',
      ]),
    );
  });

  test('of partitions are those of their parent', async () => {
    const { ids, refused } = await mutate(`
      CREATE TABLE p (id int NOT NULL, at int NOT NULL CHECK (at > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10);
      CREATE UNIQUE INDEX p_at ON p (at);
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
      CREATE TRIGGER on_delete BEFORE DELETE ON p FOR EACH ROW EXECUTE FUNCTION refuse();
    `);
    expect(ids.filter((id) => !id.includes('p1'))).toEqual([
      'drop check public.p.p_at_check',
      'drop primary key public.p.p_pkey',
      'drop trigger public.p.on_delete',
      'drop unique index public.p_at',
    ]);
    expect(refused.every((one) => one.includes('p1'))).toBe(true);
  });
});
