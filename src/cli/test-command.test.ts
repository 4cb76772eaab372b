import { expect, test } from 'vitest';
import { openTestCommand } from './test-command.ts';

test.skipIf(process.platform === 'win32')(
  'tests that leave a process behind have ended all the same, and what they said is kept',
  async () => {
    // The shell answers at once; whoever it leaves holds the output for longer.
    const command = openTestCommand(['sh', '-c', 'sleep 8 & echo done; exit 3']);
    expect(await command.run('none', 60_000)).toMatchObject({
      passed: false,
      timedOut: false,
      output: 'done\n',
      ms: expect.toSatisfy((ms: number) => ms < 6000),
    });
  },
);
