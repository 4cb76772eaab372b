import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type TestDatabase, testDatabase } from '../src/testing/testing.ts';

export const root = resolve(import.meta.dirname, '..');
export const incidents = join(root, 'cases/incidents');
export const scratch = mkdtempSync(join(tmpdir(), 'strata-incidents-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Where `strata` is found by the commands of the table, as it is by people. */
const programs = join(scratch, 'bin');
beforeAll(() => {
  mkdirSync(programs);
  symlinkSync(join(root, 'bin/strata.js'), join(programs, 'strata'));
  // Prisma itself is downloaded from the network by its own command; of what that writes, only the copy of the schema counts here.
  writeFileSync(
    join(programs, 'npx'),
    '#!/bin/sh\n[ "$*" = "prisma generate" ] && cp prisma/schema.prisma generated/prisma/schema.prisma\n',
    { mode: 0o755 },
  );
});

/** A row of the table in cases/incidents/README.md. */
export interface Incident {
  readonly name: string;
  /** As printed, to be run from the repository. */
  readonly check: string;
  /** As printed, to be run in the incident's own folder. */
  readonly mend: string;
}

export const table: readonly Incident[] = readFileSync(join(incidents, 'README.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ['))
  .map((line) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const code = (cell: string | undefined) => /`([^`]+)`/.exec(cell ?? '')?.[1] ?? '';
    return {
      name: /\[([^\]]+)\]/.exec(cells[1] ?? '')?.[1] ?? '',
      check: code(cells[4]),
      mend: code(cells[5]),
    };
  });

export const env = {
  ...process.env,
  NO_COLOR: '1',
  STRATA_CACHE_DIR: join(scratch, 'cache'),
  PATH: `${programs}${delimiter}${process.env.PATH}`,
};

export function strata(
  args: readonly string[],
  cwd: string,
  live?: TestDatabase,
): { status: number | null; stdout: string } {
  const options = { cwd, env: { ...env, DATABASE_URL: live?.url }, encoding: 'utf8' as const };
  return spawnSync(process.execPath, [join(root, 'bin/strata.js'), ...args], options);
}

/** The database of an incident that has one: what its live.sql makes. */
export async function liveDatabase(name: string): Promise<TestDatabase | undefined> {
  const file = join(incidents, name, 'live.sql');
  return existsSync(file) ? await testDatabase({ sql: readFileSync(file, 'utf8') }) : undefined;
}
