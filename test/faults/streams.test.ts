import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { directory, program, strata } from '../strata.ts';

const files = { 'migrations/001_t.sql': 'CREATE TABLE t (id bigint PRIMARY KEY);\n' };

/** Runs the program with streams that nobody reads any more, or that cannot be written. */
function run(words: readonly string[], stdout: number | 'pipe', stderr: 'closed' | 'pipe') {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', stdout, 'pipe'] });
  let told = '';
  if (stderr === 'closed') child.stderr?.destroy();
  else child.stderr?.setEncoding('utf8').on('data', (text: string) => (told += text));
  child.stdout?.resume();
  return new Promise<{ code: number | null; told: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, told })),
  );
}

const unhurried = { timeout: 60_000 };

test('who goes away from the progress does not stop the work', unhurried, async () => {
  using project = directory(files);
  expect((await run(['check', project.path, '--no-cache'], 'pipe', 'closed')).code).toBe(0);
});

test.skipIf(process.platform !== 'linux')(
  'a report that finds no room is one clear error',
  unhurried,
  async () => {
    using project = directory(files);
    const full = openSync('/dev/full', 'w');
    try {
      const { code, told } = await run(['check', project.path, '--json'], full, 'pipe');
      expect(code).toBe(3);
      expect(told).toContain('ENOSPC');
      expect(told).toContain('The disk is full');
      expect(told).not.toContain('defect');
    } finally {
      closeSync(full);
    }
  },
);

test('an error that nobody waits for ends with 3, never as findings do', unhurried, async () => {
  using project = directory({
    ...files,
    'strata.config.mjs': "setTimeout(() => { throw new Error('out of turn'); }, 0);\nexport default {};\n",
  });
  const { code, stderr } = await strata(['check', project.path, '--no-cache']);
  expect(code).toBe(3);
  expect(stderr).toContain('out of turn');
});

test.skipIf(process.platform === 'win32')(
  'a directory that is gone is told of as such',
  unhurried,
  async () => {
    const gone = directory({});
    const words = `cd '${gone.path}' && rmdir '${gone.path}' && exec '${process.execPath}' '${program}' check`;
    const child = spawn('sh', ['-c', words], { stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, told: told.split('\n')[0] }).toEqual({
      code: 2,
      told: 'error the directory that this runs in does not exist any more',
    });
  },
);
