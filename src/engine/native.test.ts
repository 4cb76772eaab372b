import { expect, test } from 'vitest';
import { engineSuite } from './engine.suite.ts';
import { openEngine } from './open.ts';

engineSuite('native', {});

test('listens on loopback where sockets cannot serve', async () => {
  const base = { platform: 'none', extensions: {} } as const;
  await using engine = await openEngine({ kind: 'native', base, listen: 'tcp' });
  expect(engine.main.url).toMatch(/^postgres:\/\/postgres:[^@]+@127\.0\.0\.1:\d+\/postgres$/);
  await using session = await engine.main.connect('owner');
  expect(await session.query('SELECT inet_server_addr()::text AS address')).toEqual([
    { address: '127.0.0.1/32' },
  ]);
});
