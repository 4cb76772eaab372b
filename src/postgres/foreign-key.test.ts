import { expect, test } from 'vitest';
import { readForeignKey } from './foreign-key.ts';

test('a foreign key is read with its names as SQL writes them', () => {
  expect(
    readForeignKey(
      'FOREIGN KEY (a, "b, (c") REFERENCES public."Odd (table"(x, "y""z") MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL (a) DEFERRABLE',
    ),
  ).toEqual({
    columns: ['a', '"b, (c"'],
    referenced: 'public."Odd (table"',
    referencedColumns: ['x', '"y""z"'],
    hasPeriod: false,
    isFull: true,
    onUpdate: 'CASCADE',
    onDelete: 'SET NULL',
  });
});

test('what a foreign key does not say is NO ACTION, and a period is told', () => {
  expect(
    readForeignKey('FOREIGN KEY (id, PERIOD at) REFERENCES ONLY t(id, PERIOD at) NOT VALID'),
  ).toMatchObject({
    columns: ['id', 'at'],
    referencedColumns: ['id', 'at'],
    hasPeriod: true,
    isFull: false,
    referenced: 't',
    onUpdate: 'NO ACTION',
    onDelete: 'NO ACTION',
  });
});

test('no other constraint is a foreign key', () => {
  expect(readForeignKey("CHECK (note <> 'FOREIGN KEY (a) REFERENCES t(a)')")).toBeUndefined();
  expect(readForeignKey('PRIMARY KEY (id)')).toBeUndefined();
});
