import { expect, test } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { commandsFrom } from './commands-from.ts';

const finding: Finding = {
  rule: 'byte-order-mark',
  severity: 'warning',
  message: 'migrations/001_a.sql begins with a byte-order mark',
  notes: [],
  hint: ['Take it away:', { code: "sed -i '1s/^\\xEF\\xBB\\xBF//' 'migrations/001_a.sql'" }],
  where: { file: 'migrations/001_a.sql', line: 1, column: 1 },
};

test('files of a command are named from where the command ran, and its other words stay', () => {
  expect(commandsFrom('my app', finding).hint).toEqual([
    'Take it away:',
    { code: "sed -i '1s/^\\xEF\\xBB\\xBF//' 'my app/migrations/001_a.sql'" },
  ]);
  expect(commandsFrom('.', finding)).toBe(finding);
});

test('folders of the file and names with quotes are seen too', () => {
  const hint = "rm -r 'migrations/it'\\''s' && mv 'migrations' 'elsewhere'";
  expect(commandsFrom('app', { ...finding, hint }).hint).toBe(
    "rm -r 'app/migrations/it'\\''s' && mv 'app/migrations' 'elsewhere'",
  );
});
