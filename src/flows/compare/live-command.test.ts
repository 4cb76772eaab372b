import { expect, test } from 'vitest';
import { liveCommandFor } from './live-command.ts';

test('commands name the project before the options, which take the words that follow', () => {
  expect(liveCommandFor('.')('status')).toBe('strata status --live URL');
  expect(liveCommandFor('apps/web')('repair', "--object 'a'")).toBe(
    "strata repair apps/web --object 'a' --live URL",
  );
  expect(liveCommandFor("it's")('deploy')).toBe("strata deploy 'it'\\''s' --live URL");
});
