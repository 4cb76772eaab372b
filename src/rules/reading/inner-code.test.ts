import { beforeAll, expect, test } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { cold, historyOf } from '../../replay/rehearsal.suite.ts';
import { rehearse } from '../../replay/rehearse.ts';
import { loadParser } from '../../sql/parse.ts';
import { truncate } from '../data/truncate.ts';
import { unboundedChange } from '../data/unbounded-change.ts';
import { judge } from '../judge.ts';
import { readSubject } from '../subject.ts';

const migrations = [
  `CREATE TABLE people (id int PRIMARY KEY, email text);
CREATE FUNCTION sweep(n int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM people; END $$;`,
  `DO $$ BEGIN UPDATE people SET email = lower(email); END $$;`,
  `SELECT sweep(3);`,
  `DO $$ BEGIN IF false THEN DELETE FROM people; END IF; END $$;`,
  `DO $$ BEGIN UPDATE people SET email = '' WHERE id = 1; END $$;`,
  `DO $$ DECLARE t text := 'people'; BEGIN EXECUTE 'TRUNCATE ' || t; END $$;`,
  `DO $$ BEGIN CREATE TABLE fresh (id int); DELETE FROM fresh; TRUNCATE fresh; END $$;`,
  `CREATE FUNCTION "Sweep ""all"""() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM people; END $$;`,
  `SELECT "Sweep ""all"""();`,
];

const history = historyOf(migrations);

let findings: readonly Finding[];

beforeAll(async () => {
  await loadParser();
  const rehearsal = await rehearse(history, cold);
  const subject = readSubject(history, rehearsal.trace, undefined, {});
  findings = judge(subject, [truncate, unboundedChange]);
});

test('changes of rows by code are found where the rehearsal saw them happen', () => {
  expect(findings.map(({ migration, rule, message }) => [migration, rule, message])).toEqual([
    [
      '2',
      'unbounded-change',
      'this block runs an UPDATE that touches every row of public.people in one transaction',
    ],
    [
      '3',
      'unbounded-change',
      'this statement runs a DELETE that touches every row of public.people in one transaction',
    ],
    ['6', 'truncate', 'this block empties public.people: every row goes'],
    [
      '9',
      'unbounded-change',
      'this statement runs a DELETE that touches every row of public.people in one transaction',
    ],
  ]);
});
