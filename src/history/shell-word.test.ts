import { expect, it } from 'vitest';
import { shellWord } from './shell-word.ts';

it('keeps a name one word, whatever it holds', () => {
  expect(shellWord('db/001 a.sql')).toBe("'db/001 a.sql'");
  expect(shellWord("x'; rm -rf ~; '")).toBe("'x'\\''; rm -rf ~; '\\'''");
});
