import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { engineSuite } from './engine.suite.ts';
import { openEngine } from './open.ts';

engineSuite('pglite', {
  'several sessions':
    'PGlite is one backend process: a second session would share the first one’s transaction.',
  'outside clients': 'There is no socket: the server lives inside this process.',
  'names of databases':
    'Each database is an instance of its own, and inside all of them are called postgres.',
  sharing: 'Memory of one process cannot be shared with another.',
  'copy from stdin': 'The backend asks for the rows while it runs, when nobody can answer.',
  'keeping the owner from becoming superuser':
    'The session began as the superuser, so SET SESSION AUTHORIZATION leads back. WebAssembly keeps it from the system.',
});

test('a session that cannot be opened leaves its database to the next one', {
  timeout: 120_000,
}, async () => {
  const cacheDir = mkdtempSync(join(tmpdir(), 'strata-pglite-'));
  try {
    await using engine = await openEngine({
      kind: 'pglite',
      base: { platform: 'none', extensions: {} },
      cacheDir,
    });
    const run = async (sql: string) => {
      await using session = await engine.main.connect('superuser');
      expect((await session.run(sql)).error).toBeUndefined();
    };
    await run("ALTER DATABASE postgres SET default_text_search_config = 'missing'");
    for (let i = 0; i < 2; i += 1) await expect(engine.main.connect('owner')).rejects.toThrow(/"missing"/);
    await run('ALTER DATABASE postgres RESET default_text_search_config');
    await using session = await engine.main.connect('owner');
    expect(await session.query('SELECT session_user AS who')).toEqual([{ who: 'postgres' }]);
  } finally {
    rmSync(cacheDir, { recursive: true, force: true });
  }
});
