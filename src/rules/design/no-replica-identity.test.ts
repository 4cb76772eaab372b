import { expect, test } from 'vitest';
import { findingsBy } from '../../../test/found-by.ts';

test('a replica identity is missed where its index is dropped', async () => {
  const found = await findingsBy(
    'no-replica-identity',
    'none',
    `CREATE TABLE tags (name text NOT NULL, lang text NOT NULL);
     CREATE UNIQUE INDEX tags_name_lang ON tags (name, lang);
     ALTER TABLE tags REPLICA IDENTITY USING INDEX tags_name_lang; CREATE PUBLICATION news FOR TABLE tags;`,
    'DROP INDEX tags_name_lang;',
  );
  expect(found.map(({ migration }) => migration)).toEqual(['002']);
});
