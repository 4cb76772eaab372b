import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { findProjects } from '../detect/detect.ts';
import { readHistory } from '../read.ts';

test("changesets of Liquibase's formatted SQL that are for other databases do not run", async () => {
  const changesets = {
    'context:prod': 1,
    'dbms:h2': 2,
    'dbms:h2,postgresql': 3,
    'dbms:"!h2, !mysql"': 4,
    'dbms:"mysql, oracle"': 5,
    'dbms:!postgresql': 6,
    'ignore:true': 7,
    'dbms:all runInTransaction:false': 8,
  };
  const lines = Object.entries(changesets).map(
    ([own, id]) => `--changeset ann:${id} ${own}\nSELECT ${id};\n`,
  );
  using dir = directory({
    'db/changelog/changes/001-users.sql': `--liquibase formatted sql\n\n${lines.join('')}`,
    'db/changelog/changes/002-plain.sql': '--changeset ann:9 dbms:h2\nSELECT 9;\n',
  });
  const { projects } = await findProjects(dir.path);
  const { migrations, fill } = await readHistory(projects[0]!);
  const [users = '', plain] = migrations.map(({ up }) => up.text);
  expect(users.match(/^SELECT .;/gm)).toEqual(['SELECT 1;', 'SELECT 3;', 'SELECT 4;', 'SELECT 8;']);
  expect(users.split('\n')[16]).toMatch(/^--changeset ann:8/);
  expect(plain).toContain('SELECT 9;');
  expect(fill?.('--liquibase formatted sql\n--changeset a:1 dbms:h2\nx')).not.toContain('x');
});
