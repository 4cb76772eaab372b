import { expect, test } from 'vitest';
import { optionList, serverOptionChanges, serverOptions } from './options.ts';

test('an option with a backslash reads the same whatever standard_conforming_strings says', () => {
  expect(optionList(['path=C:\\data'])).toBe(String.raw`path=E'C:\\data'`);
  expect(serverOptions(['filename=C:\\data'])).toBe(String.raw` OPTIONS (filename E'C:\\data')`);
  expect(serverOptionChanges(['filename=a'], ['filename=C:\\data'])).toBe(
    String.raw`OPTIONS (SET filename E'C:\\data')`,
  );
});

test("a quote inside of an option's value is doubled", () => {
  expect(serverOptions(["password=it's"])).toBe(" OPTIONS (password 'it''s')");
});
