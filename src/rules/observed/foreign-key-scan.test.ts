import { beforeAll, expect, test } from 'vitest';
import { hintText } from '../../model/hint.ts';
import { loadParser } from '../../sql/parse.ts';
import { unrehearsed } from '../subject.suite.ts';
import { foreignKeyScan } from './foreign-key-scan.ts';

beforeAll(loadParser);

test.each([
  [
    'ADD COLUMN author bigint DEFAULT 1 UNIQUE DEFERRABLE REFERENCES authors ON DELETE CASCADE',
    '(author) REFERENCES authors ON DELETE CASCADE NOT VALID;',
  ],
  [
    'ADD COLUMN author bigint REFERENCES authors (id) DEFERRABLE INITIALLY DEFERRED NOT NULL',
    '(author) REFERENCES authors (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;',
  ],
  [
    `ADD FOREIGN KEY (shop, author) REFERENCES authors (shop, id) MATCH FULL ON UPDATE RESTRICT ON DELETE SET NULL (author)
       DEFERRABLE, ADD COLUMN pages int`,
    '(shop, author) REFERENCES authors (shop, id) MATCH FULL ON UPDATE RESTRICT ON DELETE SET NULL (author) DEFERRABLE NOT VALID;',
  ],
  [
    'ADD FOREIGN KEY (room, PERIOD during) REFERENCES rooms (id, PERIOD open), ADD COLUMN pages int',
    '(room, PERIOD during) REFERENCES rooms (id, PERIOD open) NOT VALID;',
  ],
])('the key that is proposed does what is written: %s', (command, key) => {
  const [verdict] = foreignKeyScan.judge(unrehearsed('SELECT 1;', `ALTER TABLE books ${command};`));
  expect(hintText(verdict?.hint ?? '')).toContain(`FOREIGN KEY ${key}`);
});
