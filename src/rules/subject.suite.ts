import type { History } from '../model/migration.ts';
import type { Subject } from '../model/rule.ts';
import { readSubject } from './subject.ts';

/** Migrations that were never rehearsed: all is judged by its text. */
export function unrehearsed(...texts: readonly string[]): Subject {
  const history: History = {
    dir: '/project',
    layout: 'sql',
    runner: 'plain',
    folder: '.',
    platform: 'none',
    migrations: texts.map((text, i) => ({
      name: `00${i + 1}`,
      up: { file: `00${i + 1}.sql`, text, firstLine: 3 },
      transaction: 'auto',
      hash: '',
    })),
    findings: [],
  };
  const engine = { kind: 'native', version: '18.4' } as const;
  return readSubject(
    history,
    { engine, superuser: false, migrations: [], standIns: [], setupLeftOut: [] },
    undefined,
    {},
  );
}
