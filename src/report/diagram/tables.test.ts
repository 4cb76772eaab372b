import { expect, test } from 'vitest';
import { sampleReport } from '../sample.suite.ts';
import { diagramTables, lastChange } from './tables.ts';

test('tables are told with their keys and references, and with what the last migration did to them', () => {
  const { trace, detail } = sampleReport.projects[0]!;
  const last = lastChange(trace);
  expect(last?.dropped).toEqual(['gone']);
  const [odd, people] = diagramTables(detail!.schema!, last);
  expect(people).toMatchObject({
    name: 'people',
    mark: 'changed',
    columns: [
      { name: 'id', type: 'integer', isKey: true, notNull: true },
      { name: 'age', type: 'varchar(80)', isKey: false },
      {},
    ],
  });
  expect(odd?.references).toEqual([
    { constraint: 'person_fkey', columns: ['person'], to: 'table:public.people', toName: 'people' },
    { constraint: 'self_fkey', columns: ['self'], to: odd?.id, toName: odd?.name },
  ]);
  expect(odd?.columns.map(({ name, isForeign }) => [name, isForeign])).toEqual([
    ['the id', false],
    ['person', true],
    ['self', true],
  ]);
});

test('a reference to a table that the diagram leaves out bears its name', () => {
  const schema = sampleReport.projects[0]!.detail!.schema!;
  const facts = new Map([...schema.facts].filter(([id]) => id !== 'table:public.people'));
  const [odd] = diagramTables({ ...schema, facts }, undefined);
  expect(odd?.references[0]).toMatchObject({ to: 'table:public.people', toName: 'people' });
});

test('without a trace nothing is marked', () => {
  const { detail } = sampleReport.projects[0]!;
  const tables = diagramTables(detail!.schema!, lastChange(undefined));
  expect(tables.some(({ mark, columns }) => mark !== undefined || columns.some((one) => one.mark))).toBe(
    false,
  );
});
