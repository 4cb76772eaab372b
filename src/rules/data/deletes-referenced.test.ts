import { beforeAll, describe, expect, test } from 'vitest';
import { hintText } from '../../model/hint.ts';
import type { Subject } from '../../model/rule.ts';
import { cold, historyOf } from '../../replay/rehearsal.suite.ts';
import { rehearse } from '../../replay/rehearse.ts';
import { loadParser } from '../../sql/parse.ts';
import { judge } from '../judge.ts';
import { readSubject } from '../subject.ts';
import { deletesReferenced } from './deletes-referenced.ts';

const init = `CREATE TABLE statuses (id int PRIMARY KEY, code text UNIQUE);
CREATE TABLE "Member" (id int PRIMARY KEY, status text, "statusId" int REFERENCES statuses, parent int REFERENCES "Member");
CREATE TABLE badges (id int PRIMARY KEY, member int REFERENCES "Member" ON DELETE CASCADE);
CREATE TABLE visits (id int PRIMARY KEY, host int REFERENCES "Member" ON DELETE SET NULL, kind text);
CREATE TABLE kinds (code text PRIMARY KEY);
CREATE TABLE late (id int PRIMARY KEY);
CREATE TABLE late_child (id int PRIMARY KEY, late int);
`;

const migrations = [
  init,
  `DELETE FROM statuses WHERE code = 'old';`,
  `DELETE FROM "Member";`,
  `DELETE FROM statuses s USING kinds WHERE NOT EXISTS (SELECT FROM "Member" m WHERE m."statusId" = s.id);`,
  `UPDATE "Member" SET "statusId" = NULL; DELETE FROM statuses;`,
  `DO $$ BEGIN UPDATE "Member" SET "statusId" = NULL; END $$; WITH gone AS (SELECT 1) DELETE FROM statuses;`,
  `TRUNCATE kinds; TRUNCATE kinds;`,
  `TRUNCATE kinds, visits;`,
  `DELETE FROM late;`,
  `ALTER TABLE late_child ADD CONSTRAINT late_child_fkey FOREIGN KEY (late) REFERENCES late (id);`,
  `CREATE TABLE fresh (id int PRIMARY KEY); DELETE FROM fresh; DELETE FROM badges;`,
  `WITH gone AS (DELETE FROM "Member" RETURNING "statusId") DELETE FROM statuses WHERE id IN (SELECT "statusId" FROM gone);`,
];

const history = historyOf(migrations);

describe('what may refer to rows that are deleted', () => {
  let subject: Subject;

  beforeAll(async () => {
    await loadParser();
    const rehearsal = await rehearse(history, { ...cold, readsSchema: true });
    const policies = { softReferences: [{ from: 'visits.kind', to: 'kinds.code' }] };
    subject = readSubject(history, rehearsal.trace, await rehearsal.schema(), policies);
  }, 60_000);

  test('every outcome is told, table by table, and what has been seen to is not', () => {
    const found = judge(subject, [deletesReferenced]);
    expect(found.map(({ migration, message }) => `${migration}: ${message}`)).toEqual([
      '2: rows of statuses are deleted, to which rows of public."Member" may refer',
      '3: rows of "Member" are deleted, to which rows of public.badges and public.visits may refer',
      '7: rows of kinds are deleted, to which rows of public.visits may refer',
      '12: rows of "Member" are deleted, to which rows of public.badges and public.visits may refer',
    ]);
    expect(found.slice(0, 3).map(({ notes }) => notes)).toEqual([
      [
        'public."Member" ("statusId"): the foreign key is ON DELETE NO ACTION, so this fails, and the migration with it, where one row refers to a deleted one.',
      ],
      [
        'public.badges (member): the foreign key is ON DELETE CASCADE, so its rows that refer to a deleted one are deleted with it.',
        'public.visits (host): the foreign key is ON DELETE SET NULL, so its rows that refer to a deleted one no longer say which of public."Member" they meant.',
      ],
      [
        'public.visits (kind) refers to public.kinds (code) without a foreign key: rows that do keep a value that stands for nothing.',
      ],
    ]);
    expect(found.slice(0, 3).map(({ hint }) => hintText(hint ?? []).split('\n')[1])).toEqual([
      'UPDATE public."Member" SET "statusId" = … WHERE "statusId" IN (SELECT id FROM public.statuses WHERE …);',
      'DELETE FROM public.badges WHERE member IN (SELECT id FROM public."Member" WHERE …);',
      'UPDATE public.visits SET kind = … WHERE kind IN (SELECT code FROM public.kinds WHERE …);',
    ]);
  });

  test('where the sizes are known, each table is told with its rows', () => {
    const tables = { 'public.Member': { rows: 20_000, bytes: 1 } };
    const sized = { ...subject, sizes: { version: 1 as const, takenAt: '', tables } };
    expect(judge(sized, [deletesReferenced])[0]?.notes[0]).toMatch(
      /^public\."Member" \("statusId"; about 20,000 rows\): /,
    );
  });
});
