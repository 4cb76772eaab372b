import { expect, it } from 'vitest';
import { shellPath, shellWord } from './shell-word.ts';

it('keeps a name one word, whatever it holds', () => {
  expect(shellWord('db/001 a.sql')).toBe("'db/001 a.sql'");
  expect(shellWord("x'; rm -rf ~; '")).toBe("'x'\\''; rm -rf ~; '\\'''");
});

it('a path is quoted where a shell would read more than one plain word', () => {
  expect(['db/migrations', 'a=b', 'my app', '-x', '=x', '$HOME'].map(shellPath)).toEqual([
    'db/migrations',
    'a=b',
    "'my app'",
    "'-x'",
    "'=x'",
    "'$HOME'",
  ]);
});
