import { escaped } from '../../model/patterns.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { sqlStateWords } from '../../postgres/sqlstates.ts';
import type { Explanation, Failure } from '../failure.ts';

/** 42704 of a role, which belongs to the server. */
export function undefinedRole(failure: Failure, name: string): Explanation {
  const makes = new RegExp(
    `\\bcreate\\s+(role|user|group)\\s+(if\\s+not\\s+exists\\s+)?"?${escaped(name)}"?`,
    'i',
  );
  const later = failure.history.migrations.findIndex(
    (m, i) => i > failure.at.migration && makes.test(m.up.text),
  );
  const maker = failure.history.migrations[later];
  const message =
    maker === undefined
      ? `role \`${name}\` does not exist: no migration creates it, and a new server has none of that name`
      : `role \`${name}\` is first created by ${maker.name}, which runs after this migration`;
  return {
    rule: 'undefined-role',
    message,
    focus: name,
    ...(maker === undefined ? { neverMade: { word: 'role', name } } : {}),
    notes: [
      'Roles belong to the server, not to the database: on another server the same statement may pass.',
    ],
    hint: [
      'Create it where it is missing:',
      {
        code: `DO $$ BEGIN\n  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${quoteLiteral(name)}) THEN\n    CREATE ROLE ${quoteIdentifier(name)};\n  END IF;\nEND $$;`,
      },
      `Or, where your server has it anyway, name it in strata.config.ts: roles: ['${name}'].`,
    ],
  };
}

/** 3D000: the statement names a database by a name that only one server has. */
export function undefinedDatabase(failure: Failure): Explanation | undefined {
  const name = /database "(.+?)" does not exist/.exec(failure.error.message)?.[1];
  if (name === undefined) return undefined;
  const whole = /^DO\b/.test(failure.head) ? 'the whole DO block' : 'this statement';
  const leftOut = failure.statement.leftOut === undefined ? '' : `, and ${whole} was left out`;
  return {
    rule: 'undefined-database',
    message: `database \`${name}\` does not exist here${leftOut}: a migration that names its database runs nowhere else`,
    focus: name,
    notes: [
      `PostgreSQL says: ${failure.error.message} (${failure.error.code} ${sqlStateWords(failure.error.code)}).`,
    ],
    hint: [
      'Let the server fill in the name:',
      { code: "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I …', current_database()); END $$;" },
    ],
  };
}
