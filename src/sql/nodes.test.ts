import { beforeAll, expect, test } from 'vitest';
import { byKind, lastString, optionWord, stringsOf, walk } from './nodes.ts';
import { loadParser, parseSql } from './parse.ts';

beforeAll(loadParser);

function parsed(sql: string): unknown {
  const result = parseSql(sql);
  return result.ok ? result.trees[0] : undefined;
}

test('a node is read by its kind, and is undefined under any other', () => {
  expect(byKind(parsed('DROP TABLE a')).DropStmt?.removeType).toBe('OBJECT_TABLE');
  expect(byKind(parsed('DROP TABLE a')).IndexStmt).toBeUndefined();
  expect(byKind(undefined).IndexStmt).toBeUndefined();
});

test('names are read from arrays and List nodes; a star is none', () => {
  const drop = byKind(parsed('DROP TABLE app."Odd"')).DropStmt;
  expect(stringsOf(drop?.objects?.[0])).toEqual(['app', 'Odd']);
  const refs: unknown[] = [];
  walk(parsed('SELECT t.a, t.* FROM t'), (node, kind) => {
    if (kind === 'ColumnRef') refs.push(node.fields);
  });
  expect(refs.map(stringsOf)).toEqual([['t', 'a'], ['t']]);
  expect(refs.map(lastString)).toEqual(['a', undefined]);
});

test('the value of an option is a word, however it is written', () => {
  const { VacuumStmt } = byKind(parsed('VACUUM (FULL false, ANALYZE, FREEZE 0, VERBOSE on) t'));
  const words = (VacuumStmt?.options ?? []).map((item) => optionWord(byKind(item).DefElem?.arg));
  expect(words).toEqual(['false', '', '0', 'on']);
});
