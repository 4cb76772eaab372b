import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { hintText } from '../../model/hint.ts';
import { plainSettings } from '../plain-settings.suite.ts';

const unhurried = { timeout: 90_000 };

const settings = (cacheDir: string) => ({ ...plainSettings, cache: true, cacheDir });

/** A project with these files, gone when it is disposed. */
function project(files: Readonly<Record<string, string>>) {
  const path = mkdtempSync(join(tmpdir(), 'strata-declared-'));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    path,
    write,
    async check() {
      const { check } = await import('../check.ts');
      const report = await check({
        cwd: path,
        dirs: ['.'],
        failOn: 'error',
        settingsOf: async () => settings(join(path, '.cache')),
      });
      return report.projects[0]!;
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

const lock = { 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n' };
const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';

const drifted = {
  ...lock,
  'prisma/migrations/1_init/migration.sql': `CREATE TYPE "Role" AS ENUM ('USER', 'OLD');
CREATE TABLE "User" ("id" SERIAL NOT NULL, "name" VARCHAR(30), "role" "Role" NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "legacy" ("id" TEXT NOT NULL, CONSTRAINT "legacy_pkey" PRIMARY KEY ("id"));
`,
  'prisma/migrations/2_more/migration.sql': `ALTER TABLE "User" ADD COLUMN "rank" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "phone" TEXT;
ALTER TABLE "User" ADD CONSTRAINT rank_positive CHECK (rank >= 0);
`,
  'prisma/migrations/3_no_phone/migration.sql': 'ALTER TABLE "User" DROP COLUMN "phone";\n',
  'prisma/schema.prisma': `${datasource}
enum Role {
  USER
  NEW
}

model User {
  id    Int     @id @default(autoincrement())
  name  String? @db.VarChar(20)
  role  Role
  phone String?
}

model Brand {
  id String @id
}
`,
};

const brief = ({ rule, severity, message, where }: Finding) =>
  `${severity} ${rule} ${where?.file}:${where?.line} ${message}`;
const named = (findings: readonly Finding[], text: string) =>
  findings.find(({ message }) => message.includes(text));

describe('migrations beside schema.prisma', unhurried, () => {
  test('every difference is a finding with its place, its story and both ways to settle it', async () => {
    using one = project(drifted);
    const { findings, notChecked } = await one.check();
    expect(findings.map(brief)).toEqual([
      'error declared-not-made prisma/schema.prisma:17' +
        ' Model Brand (table public."Brand") is declared in prisma/schema.prisma, but no migration makes it.',
      'error declared-difference prisma/schema.prisma:5 Enum Role (enum public."Role") as the migrations make it has no value NEW, one more value OLD, unlike prisma/schema.prisma says.',
      'error declared-not-made prisma/schema.prisma:14 Field User.phone (column public."User".phone) is declared in prisma/schema.prisma, but no migration makes it.',
      'warning declared-difference prisma/schema.prisma:12 Field User.name (column public."User".name) differs between the migrations and prisma/schema.prisma in type.',
      'warning made-not-declared prisma/schema.prisma:10 Column public."User".rank is made by the migrations, but prisma/schema.prisma does not declare it.',
      'warning made-not-declared prisma/migrations/1_init/migration.sql:3 Table public.legacy is made by the migrations, but prisma/schema.prisma does not declare it.',
    ]);
    expect(notChecked).toEqual([
      'Left to the migrations alone, since prisma/schema.prisma cannot say it: 1 check.',
    ]);

    const phone = named(findings, 'User.phone');
    expect(phone?.notes.join('\n')).toContain('created in 2_more, line 1; dropped in 3_no_phone, line 1');
    expect(hintText(phone?.hint ?? [])).toContain('ALTER TABLE public."User" ADD COLUMN phone text;');
    expect(hintText(phone?.hint ?? [])).toContain('take `phone` out of model User (prisma/schema.prisma:14)');

    const role = named(findings, 'Role');
    expect(role?.notes).toContain(
      `NEW may be OLD under a new name (same place): strata plan NAME --rename 'public."Role"."OLD"=public."Role"."NEW"' keeps the rows that hold it.`,
    );
    expect(hintText(role?.hint ?? [])).toContain('It replaces the type in all that uses it.');
    expect(hintText(role?.hint ?? [])).not.toContain('DROP TYPE');

    const name = named(findings, 'User.name');
    expect(name?.notes).toEqual([
      'The migrations: character varying(30)',
      'prisma/schema.prisma: character varying(20)',
      'Last touched in 1_init, line 2.',
    ]);
    expect(hintText(name?.hint ?? [])).toContain('ALTER COLUMN name TYPE character varying(20)');
    expect(hintText(name?.hint ?? [])).toContain('name String? @db.VarChar(30)');

    expect(named(findings, 'User".rank')).toMatchObject({ migration: '2_more' });
    expect(hintText(named(findings, 'User".rank')?.hint ?? [])).toContain('rank Int @default(0)');
    expect(hintText(named(findings, 'legacy')?.hint ?? [])).toContain(
      'model legacy {\n  id String\n\n  @@id([id], map: "legacy_pkey")\n}',
    );
  });

  test('a column that may only have changed its name is offered as that, with what goes with it', async () => {
    using one = project({
      ...lock,
      'prisma/migrations/1_init/migration.sql':
        'CREATE TABLE people (id INT NOT NULL, surname TEXT NOT NULL, CONSTRAINT people_pkey PRIMARY KEY (id));\nCREATE INDEX people_surname_idx ON people (surname);\n',
      'prisma/schema.prisma': `${datasource}model people {\n  id Int @id\n  lastName String @map("last_name")\n}\n`,
    });
    const { findings } = await one.check();
    expect(named(findings, 'last_name')?.notes).toContain(
      "It may be public.people.surname under a new name (same type): strata plan NAME --rename 'public.people.surname=public.people.last_name' keeps the rows.",
    );
    expect(named(findings, 'people.surname')).toMatchObject({
      severity: 'error',
      notes: [
        'The migrations: text NOT NULL',
        'With it go public.people_surname_idx.',
        'It is NOT NULL without a default: an INSERT that leaves it out fails.',
        'Last touched in 1_init, line 1.',
      ],
    });
    expect(findings).toHaveLength(2);
  });

  test('a table that changed along with its name is offered as that, and placed where it is made', async () => {
    using one = project({
      ...lock,
      'prisma/migrations/1_init/migration.sql': `CREATE TABLE "User" ("id" SERIAL NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" SERIAL NOT NULL, "userId" INTEGER NOT NULL, "title" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Post" ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
`,
      'prisma/schema.prisma': `${datasource}
model User {
  id    Int    @id @default(autoincrement())
  posts Post[]
}

model Post {
  id       Int     @id @default(autoincrement())
  authorId Int     @map("author_id")
  headline String? @db.VarChar(80)
  author   User    @relation(fields: [authorId], references: [id])

  @@map("posts")
}
`,
    });
    const { findings } = await one.check();
    expect(named(findings, 'Model Post')?.notes).toContain(
      `It may be public."Post" under a new name (some of the same columns, like names): strata plan NAME --rename 'public."Post"=public.posts' keeps the rows.`,
    );
    const made = named(findings, 'Table public."Post" is made');
    expect(made?.where).toMatchObject({ file: 'prisma/migrations/1_init/migration.sql', line: 2 });
  });

  test('an unchanged project is answered without Prisma', async () => {
    using one = project(drifted);
    const { findProjects } = await import('../../history/detect/detect.ts');
    const { rehearseProject } = await import('../rehearsal/rehearse-project.ts');
    const { compareDeclared } = await import('./declared.ts');
    const { SchemaEngine } = await import('@prisma/schema-engine-wasm/schema_engine_bg');
    const root = (await findProjects(one.path)).projects[0]!;
    const own = settings(join(one.path, '.cache'));
    const { history, rehearsal } = await rehearseProject(root, own);
    const first = await compareDeclared(root, own, history, rehearsal);
    expect(first.findings).toHaveLength(6);
    const asked = vi.spyOn(SchemaEngine, 'new');
    expect(await compareDeclared(root, own, history, rehearsal)).toEqual(first);
    expect(asked).not.toHaveBeenCalled();
    one.write('prisma/schema.prisma', `${datasource}model User {\n  id Int @id\n}\n`);
    expect(await compareDeclared(root, own, history, rehearsal)).not.toEqual(first);
    expect(asked).toHaveBeenCalled();
    asked.mockRestore();
  });

  test('a schema that was mended agrees', async () => {
    using one = project(drifted);
    await one.check();
    one.write(
      'prisma/schema.prisma',
      `${datasource}enum Role {\n  USER\n  OLD\n}\nmodel User {\n  id Int @id @default(autoincrement())\n  name String? @db.VarChar(30)\n  role Role\n  rank Int @default(0)\n}\nmodel legacy {\n  id String @id\n}\n`,
    );
    expect((await one.check()).findings).toEqual([]);
  });

  test('what cannot be compared is said, and fails nothing', async () => {
    using broken = project({ ...drifted, 'prisma/migrations/4_bad/migration.sql': 'SELECT nope;\n' });
    expect((await broken.check()).notChecked).toEqual([
      'prisma/schema.prisma was not compared with the migrations: 4_bad fails.',
    ]);
    using refused = project({
      ...drifted,
      'prisma/schema.prisma': `${datasource}model User {\n  id Int @id\n  at Unsupported("geometry")?\n}\n`,
    });
    const { findings, notChecked } = await refused.check();
    expect(named(findings, 'Model User cannot be made')?.message).toContain('type "geometry" does not exist');
    expect(notChecked).toContain('public."User" was not compared, since what it needs could not be made.');
  });
});

describe('migrations beside declared SQL', unhurried, () => {
  const migration =
    'CREATE TABLE public.teams (id bigint PRIMARY KEY);\nCREATE TABLE public.users (id bigint PRIMARY KEY, team bigint REFERENCES public.teams, note text);\n';

  test('a folder is loaded in an order that works', async () => {
    using one = project({
      'supabase/config.toml': '',
      'supabase/migrations/20250101000000_init.sql': migration,
      'supabase/schemas/a_users.sql':
        'CREATE TABLE public.users (id bigint PRIMARY KEY, team bigint REFERENCES public.teams, note text);\n',
      'supabase/schemas/b_teams.sql': 'CREATE TABLE public.teams (id bigint PRIMARY KEY);\n',
    });
    expect((await one.check()).findings).toEqual([]);
  });

  test('every difference is told, checks and functions included', async () => {
    using one = project({
      'supabase/config.toml': '',
      'supabase/migrations/20250101000000_init.sql': migration,
      'supabase/schemas/all.sql':
        "CREATE TABLE public.teams (id bigint PRIMARY KEY);\nCREATE TABLE public.users (id bigint PRIMARY KEY, team bigint REFERENCES public.teams, name text DEFAULT 'x', CHECK (id > 0));\nCREATE FUNCTION public.one() RETURNS int LANGUAGE sql AS 'SELECT 1';\n",
    });
    const { findings } = await one.check();
    expect(findings.map(({ severity, rule, message }) => `${severity} ${rule} ${message}`)).toEqual([
      'error declared-not-made Column public.users.name is declared in supabase/schemas, but no migration makes it.',
      'warning declared-not-made Function public.one() is declared in supabase/schemas, but no migration makes it.',
      'warning made-not-declared Column public.users.note is made by the migrations, but supabase/schemas does not declare it.',
      'warning declared-not-made Constraint public.users.users_id_check is declared in supabase/schemas, but no migration makes it.',
    ]);
    expect(named(findings, 'users.name')?.where).toEqual({
      file: 'supabase/schemas/all.sql',
      line: 2,
      column: 88,
    });
    expect(named(findings, 'one()')?.where).toEqual({
      file: 'supabase/schemas/all.sql',
      line: 3,
      column: 24,
    });
    expect(named(findings, 'users.note')?.where?.file).toBe('supabase/migrations/20250101000000_init.sql');
    expect(hintText(named(findings, 'users.note')?.hint ?? [])).toContain(
      'ALTER TABLE public.users ADD COLUMN note text;',
    );
  });

  test('what is not declared is told with the migration that makes it, whatever its kind', async () => {
    using one = project({
      'migrations/001_init.sql': 'CREATE TABLE teams (id bigint PRIMARY KEY);\n',
      'migrations/002_more.sql': `CREATE DOMAIN label AS text;
CREATE PROCEDURE touch() LANGUAGE sql AS 'SELECT 1';
CREATE TRIGGER same BEFORE UPDATE ON teams FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
`,
      'schema.sql': 'CREATE TABLE teams (id bigint PRIMARY KEY);\n',
    });
    const { findings } = await one.check();
    expect(findings.map(({ migration, where, message }) => [migration, where?.line, message])).toEqual(
      [
        [1, 'Domain public.label'],
        [3, 'Trigger public.teams.same'],
        [2, 'Procedure public.touch()'],
      ].map(([line, what]) => [
        '002_more',
        line,
        `${what} is made by the migrations, but schema.sql does not declare it.`,
      ]),
    );
  });

  test('a NOT NULL without a name of its own keeps the older one of the history', async () => {
    using one = project({
      'migrations/001_init.sql': 'CREATE TABLE teams (id bigint PRIMARY KEY, label text NOT NULL);\n',
      'migrations/002_title.sql': 'ALTER TABLE teams RENAME COLUMN label TO title;\n',
      'schema.sql': 'CREATE TABLE teams (id bigint PRIMARY KEY, title text NOT NULL);\n',
    });
    expect((await one.check()).findings.map(brief)).toEqual([]);
  });

  test('a schema.sql that nobody names may be stale: it warns, and need not load', async () => {
    using stale = project({
      'migrations/001_init.sql': migration,
      'schema.sql': 'CREATE TABLE teams (id bigint PRIMARY KEY, x int);\n',
    });
    expect((await stale.check()).findings.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    using broken = project({
      'migrations/001_init.sql': migration,
      'schema.sql': 'CREATE TABLE teams (id nope);\n',
    });
    const { findings, notChecked } = await broken.check();
    expect(findings).toEqual([]);
    expect(notChecked[0]).toContain('schema.sql was not compared with the migrations');
  });

  test('a file that a declared one includes is compared as it is now', async () => {
    const declared = (type: string) => `CREATE TABLE teams (id ${type} PRIMARY KEY);\n`;
    using one = project({
      'migrations/001_init.sql': declared('bigint'),
      'schema.sql': '\\ir teams.sql\n',
      'teams.sql': declared('bigint'),
    });
    expect((await one.check()).findings).toEqual([]);
    one.write('teams.sql', declared('int'));
    expect((await one.check()).findings.map(({ rule }) => rule)).toEqual(['declared-difference']);
  });

  test('a difference has its place in the file that is included, whatever that begins with', async () => {
    using one = project({
      'migrations/001_init.sql': 'CREATE TABLE teams (id bigint);\n',
      'schema.sql': '\\set key bigint\n\\ir parts/teams.sql\nCREATE TABLE users (id :key);\n',
      'parts/teams.sql': '\uFEFFCREATE TABLE teams (id bigint, name text);\n',
    });
    expect((await one.check()).findings.map(({ object, where }) => [object, where])).toEqual([
      ['column:public.teams.name', { file: 'parts/teams.sql', line: 1, column: 32 }],
      ['table:public.users', { file: 'schema.sql', line: 3, column: 14 }],
    ]);
  });
});

describe('migrations beside a Drizzle schema', unhurried, () => {
  /** As drizzle-kit exports: its program prints what the schema says as SQL. */
  const kit = (exported: string) => ({
    'node_modules/drizzle-kit/package.json': '{ "version": "0.31.0", "bin": { "drizzle-kit": "./bin.cjs" } }',
    'node_modules/drizzle-kit/bin.cjs': `console.log(${JSON.stringify(exported)});\n`,
  });
  const history = {
    'drizzle.config.ts':
      "export default { dialect: 'postgresql', schema: './schema.ts', out: './drizzle' };\n",
    'drizzle/meta/_journal.json':
      '{ "version": "7", "dialect": "postgresql", "entries": [{ "idx": 0, "version": "7", "when": 1, "tag": "0000_init", "breakpoints": true }] }',
    'drizzle/0000_init.sql': `CREATE TABLE "users" ("id" serial PRIMARY KEY NOT NULL, "email" text, CONSTRAINT "has_at" CHECK ("email" LIKE '%@%'));
--> statement-breakpoint
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
--> statement-breakpoint
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
`,
  };

  test('is compared in what Drizzle speaks of, by what its drizzle-kit exports', async () => {
    using same = project({
      ...history,
      ...kit(
        `CREATE TABLE "users" (\n\t"id" serial PRIMARY KEY NOT NULL,\n\t"email" text,\n\tCONSTRAINT "has_at" CHECK ("users"."email" LIKE '%@%')\n);\n`,
      ),
    });
    expect((await same.check()).findings).toEqual([]);
    using other = project({
      ...history,
      ...kit('CREATE TABLE "users" ("id" serial PRIMARY KEY NOT NULL, "name" text);\n'),
    });
    expect((await other.check()).findings.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'error Column public.users.name is declared in drizzle.config.ts, but no migration makes it.',
      'warning Column public.users.email is made by the migrations, but drizzle.config.ts does not declare it.',
      'warning Constraint public.users.has_at is made by the migrations, but drizzle.config.ts does not declare it.',
    ]);
  });

  test('sequences are compared: one that is declared otherwise, one that is gone, and one that a default names', async () => {
    using one = project({
      ...history,
      'drizzle/0000_init.sql': `CREATE SEQUENCE "public"."s1" INCREMENT BY 5 START WITH 100;
CREATE SEQUENCE "public"."s2";
CREATE SEQUENCE "by_hand";
CREATE TABLE "users" ("id" bigint PRIMARY KEY DEFAULT nextval('by_hand'));
`,
      ...kit(
        `CREATE SEQUENCE "public"."s1" INCREMENT BY 7 MINVALUE 1 START WITH 100;\nCREATE TABLE "users" ("id" bigint PRIMARY KEY DEFAULT nextval('by_hand'));\n`,
      ),
    });
    expect((await one.check()).findings.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'warning Sequence public.s1 differs between the migrations and drizzle.config.ts in increment.',
      'warning Sequence public.s2 is made by the migrations, but drizzle.config.ts does not declare it.',
    ]);
  });

  test('is not compared where the project is not installed', async () => {
    using one = project(history);
    expect((await one.check()).notChecked).toEqual([
      'drizzle.config.ts was not compared with the migrations: drizzle-kit is not installed in the project.',
    ]);
  });
});

test('a relation is offered in the fields of its models, under the name that it has', unhurried, async () => {
  using dir = project({
    ...lock,
    'prisma/migrations/1_init/migration.sql': `CREATE TABLE people (the_id int PRIMARY KEY, boss int);
ALTER TABLE people ADD CONSTRAINT chief FOREIGN KEY (boss) REFERENCES people (the_id) ON DELETE CASCADE;
`,
    'prisma/schema.prisma': `${datasource}
model Person {
  id     Int      @id @map("the_id")
  bossId Int?     @map("boss")
  boss   Person?  @relation("chiefs", fields: [bossId], references: [id], map: "chief")
  team   Person[] @relation("chiefs")
  @@map("people")
}
`,
  });
  const { findings } = await dir.check();
  expect(hintText(findings.find(({ rule }) => rule === 'declared-difference')?.hint ?? [])).toContain(
    '@relation("chiefs", fields: [bossId], references: [id], onDelete: Cascade, onUpdate: NoAction, map: "chief")',
  );
});

test('what no migration makes and the schema declares was pushed', unhurried, async () => {
  using one = project({
    ...lock,
    'prisma/migrations/1_more/migration.sql': `ALTER TABLE "User" ADD COLUMN "rank" INTEGER;
ALTER TABLE "Elsewhere" ADD COLUMN "rank" INTEGER;
`,
    'prisma/schema.prisma': `${datasource}
model User {
  id   Int  @id
  rank Int?
}
`,
  });
  const { findings } = await one.check();
  const failing = findings.filter(({ rule }) => rule === 'undefined-table');
  expect(failing.map(({ notes }) => notes.filter((note) => note.includes('db push')))).toEqual([
    [
      'prisma/schema.prisma declares model User: most likely it was made by `prisma db push`, which writes no migration.',
    ],
    [],
  ]);
});

test.each([
  [
    'bytes that are no text',
    Buffer.from('create table t (a text); -- \xff\xfe', 'latin1'),
    'is not written in UTF-8',
  ],
  ['a link to nothing', undefined, 'cannot be read (ENOENT)'],
])('declared SQL that holds %s is an error that names the file', unhurried, async (_, bytes, message) => {
  using one = project({
    'supabase/migrations/20260101000000_t.sql': 'create table t (a text);\n',
    'supabase/schemas/a.sql': 'create table t (a text);\n',
  });
  const file = join(one.path, 'supabase/schemas/b.sql');
  if (bytes === undefined) symlinkSync('nowhere.sql', file);
  else writeFileSync(file, bytes);
  const { findings, notChecked } = await one.check();
  expect(findings).toMatchObject([
    {
      rule: 'invalid-declared-schema',
      severity: 'error',
      message: `supabase/schemas/b.sql ${message}`,
      where: { file: 'supabase/schemas/b.sql' },
    },
  ]);
  expect(notChecked).toEqual([]);
});
