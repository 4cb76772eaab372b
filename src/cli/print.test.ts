import { afterEach, expect, test, vi } from 'vitest';
import { StrataError } from '../model/errors.ts';
import { changeSettings } from './change.ts';
import { printError, printNote } from './print.ts';

const evil = 'a\u001b]0;title\u0007\u001b[2J';
const shown = 'a\\u001b]0;title\\u0007\\u001b[2J';

afterEach(() => vi.restoreAllMocks());

/** What is written to standard error meanwhile. */
function written(act: () => void): string {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  act();
  const texts = write.mock.calls.map(([text]) => String(text));
  vi.restoreAllMocks();
  return texts.join('');
}

test('a note cannot control the terminal, and keeps its colours', () => {
  expect(written(() => printNote(`\u001b[31m${evil}\u001b[39m\n`))).toBe(`\u001b[31m${shown}\u001b[39m\n`);
});

test.each([
  ['an error', new StrataError('usage', evil, { hint: evil })],
  ['a defect', new Error(evil)],
])('%s cannot control the terminal', (_, error) => {
  const text = written(() => printError(error));
  expect(text).toContain(shown);
  expect(text).not.toContain(evil);
});

test('the progress of a deploy cannot control the terminal', () => {
  const { onProgress } = changeSettings({ lockTimeout: 1, lockRetries: 1, wait: 1, cache: true });
  const text = written(() => onProgress({ kind: 'waiting', message: evil }));
  expect(text).toContain(shown);
});

test.each(['postgres://me:se:c/r@et@host/d', 'postgresql:/me:se:c/r@et@host/d', 'host=h password=se:c/r@et'])(
  'of %s no password is printed, whatever it was taken for',
  (url) => {
    const text = written(() =>
      printError(new StrataError('usage', `${url} does not exist`, { hint: `ls ${url}` })),
    );
    expect(text).not.toContain('se:c');
    expect(text).not.toContain('et@');
    expect(text).toContain('***');
  },
);
