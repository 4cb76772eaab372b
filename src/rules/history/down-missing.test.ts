import { expect, test } from 'vitest';
import { unrehearsed } from '../subject.suite.ts';
import { downMissing } from './down-missing.ts';

test('what is older than the first down of a history is not told of', () => {
  const subject = unrehearsed('SELECT 1;', 'SELECT 2;', 'SELECT 3;');
  const down = { file: 'rollbacks/002.sql', text: 'SELECT -2;', firstLine: 1 };
  const migrations = subject.history.migrations.map((one, at) => (at === 1 ? { ...one, down } : one));
  const found = [...downMissing.judge({ ...subject, history: { ...subject.history, migrations } })];
  expect(found.map(({ message }) => message)).toEqual([
    '003 has no down, though earlier migrations have one',
  ]);
});

test('a down of which only the comment is there counts for none, also as the first', () => {
  const subject = unrehearsed('SELECT 1;', 'SELECT 2;', 'SELECT 3;');
  const texts = ['-- to be written', 'SELECT -2;', '-- to be written'];
  const migrations = subject.history.migrations.map((one, at) => ({
    ...one,
    down: { file: `${at}.down.sql`, text: texts[at] ?? '', firstLine: 1 },
  }));
  const found = [...downMissing.judge({ ...subject, history: { ...subject.history, migrations } })];
  expect(found.map(({ message }) => message)).toEqual([
    '003 has an empty down, though earlier migrations have one',
  ]);
});
