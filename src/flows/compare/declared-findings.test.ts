import { expect, test } from 'vitest';
import type { History } from '../../model/migration.ts';
import { declaredFindings } from './declared-findings.ts';

test('a constraint with a dot in its name that no migration makes is told of at its table', () => {
  const up = { file: '1_init.sql', text: 'CREATE TABLE t (a int);', firstLine: 1 };
  const history = { migrations: [{ name: '1_init', up, transaction: 'auto', hash: '' }] } as const;
  const chapter = { migration: 0, name: '1_init', statement: 1, file: up.file, line: 1, start: 0, end: 22 };
  const story = {
    lives: [
      {
        type: 'table',
        names: new Set(['t']),
        chapters: [{ ...chapter, action: 'create' as const, identity: 'public.t' }],
      },
    ],
    byName: new Map(),
    standIns: [],
  };
  const side = {
    shown: 'schema.sql',
    titleOf: () => undefined,
    spotOf: () => undefined,
    mendOf: () => undefined,
  };
  const missing = {
    kind: 'missing',
    what: 'constraint',
    name: 'public.t."a.b"',
    aspects: [],
    ids: [],
    isMinor: false,
  } as const;
  const compared = { disagreements: [missing], steps: [], offers: [] };
  const [finding] = declaredFindings(
    compared,
    side,
    history as Pick<History, 'migrations'> as History,
    story,
  );
  expect(finding).toMatchObject({ migration: '1_init', where: { file: '1_init.sql', line: 1 } });
});
