import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainSettings } from '../../src/flows/plain-settings.suite.ts';
import { loadSource } from '../../src/flows/sources/load-source.ts';
import { parseSource } from '../../src/flows/sources/sources.ts';
import { directory } from '../strata.ts';
import { editSchema } from './prisma-edits.ts';
import { ddlOf, isValid, tryDrift } from './prisma-trial.ts';

/** The same edits in every run: a failure is somebody's change, never bad luck. */
const seed = 20_240_229;
const base = readFileSync(join(import.meta.dirname, 'club.prisma'), 'utf8');

/** The schema with some valid edits, each of which is chosen by three numbers. */
const edited = fc
  .array(fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), { minLength: 6, maxLength: 6 })
  .map((edits) =>
    edits.reduce((text, numbers, fresh) => {
      const next = [...numbers];
      const changed = editSchema(text, (sides) => (next.shift() ?? 0) % sides, fresh);
      return isValid(changed) ? changed : text;
    }, base),
  );

async function complaintsOf(history: string, declared: string): Promise<string> {
  using project = directory({ 'history.sql': await ddlOf(history) });
  const load = { cwd: project.path, platform: 'none' as const, settings: { ...plainSettings, cache: true } };
  await using loaded = await loadSource(await parseSource('history.sql', project.path), load);
  return (await tryDrift(loaded, declared, load)).join('\n');
}

test("what is said of a schema and a history that came apart is what Prisma's engine says, and settles it on either side", {
  timeout: 240_000,
}, async () => {
  const drifts = fc.asyncProperty(edited, fc.boolean(), async (other, isForgotten) => {
    const [history, declared] = isForgotten ? [base, other] : [other, base];
    expect(await complaintsOf(history, declared), other).toBe('');
  });
  await fc.assert(drifts, { numRuns: 5, seed, endOnFailure: true });
});
