import { expect, test } from 'vitest';
import { liveCommandFor } from './live-project.ts';

test('commands name the project before the options, which take the words that follow, and the URL where it was named', () => {
  expect(liveCommandFor('.', true)('status')).toBe('strata status --live URL');
  expect(liveCommandFor('apps/web', true)('repair', "--object 'a'")).toBe(
    "strata repair apps/web --object 'a' --live URL",
  );
  expect(liveCommandFor("it's", false)('deploy')).toBe("strata deploy 'it'\\''s'");
});
