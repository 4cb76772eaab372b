import { sqlStateWords } from '../postgres/sqlstates.ts';
import type { Explanation, Failure } from './failure.ts';
import { explainMissing } from './missing.ts';

const relationTypes = ['table', 'view', 'materialized view', 'foreign table', 'sequence', 'index'];

/** 42P01: a table, view or sequence that is not there. */
export function undefinedTable(failure: Failure): Explanation | undefined {
  const name = /(?:relation|table|view|sequence|index) "(.+?)" does not exist/.exec(
    failure.error.message,
  )?.[1];
  if (name === undefined) return undefined;
  const own = name.split('.').at(-1) as string;
  return explainMissing(failure, {
    rule: 'undefined-table',
    word: /sequence/.test(failure.error.message) ? 'sequence' : 'table',
    name: own,
    types: relationTypes,
    tables: [],
    remedy: `create \`${own}\` in a migration that runs before this one.`,
  });
}

/** 42703: a column that is not there, also one named in a key, a foreign key or a trigger function. */
export function undefinedColumn(failure: Failure): Explanation | undefined {
  const { message } = failure.error;
  const owned = /column "(.+?)" of relation "(.+?)" does not exist/.exec(message);
  const dotted = /column (\S+?)\.("?[^\s"]+"?) does not exist/.exec(message);
  const plain = /column "(.+?)"/.exec(message) ?? /has no field "(.+?)"/.exec(message);
  const name = owned?.[1] ?? dotted?.[2]?.replaceAll('"', '') ?? plain?.[1];
  if (name === undefined) return undefined;
  const tables = owned?.[2] === undefined ? failure.relations.map((relation) => relation.name) : [owned[2]];
  const of = tables.length === 1 ? tables[0] : 'the table';
  return explainMissing(failure, {
    rule: 'undefined-column',
    word: 'column',
    name,
    types: ['table column'],
    tables,
    remedy: `add the column first: ALTER TABLE ${of} ADD COLUMN ${name} …;`,
  });
}

/** 42883: a function or procedure that is not there; a trigger's function gets a name of its own. */
export function undefinedFunction(failure: Failure): Explanation | undefined {
  const { message } = failure.error;
  const call = /(?:function|procedure|aggregate) (?:name )?"?([^"(]+)"?(\(.*\))? does not exist/.exec(
    message,
  );
  if (call === null) return undefined;
  const full = (call[1] as string).trim();
  const name = (full.split('.').at(-1) as string).replaceAll('"', '');
  const isTrigger = /^CREATE (OR REPLACE )?(CONSTRAINT |EVENT )?TRIGGER\b/.test(failure.head);
  return explainMissing(failure, {
    rule: isTrigger ? 'missing-trigger-function' : 'undefined-function',
    word: isTrigger ? 'trigger function' : 'function',
    name,
    types: ['function', 'procedure', 'aggregate'],
    tables: [],
    remedy: isTrigger
      ? `create the function first: CREATE FUNCTION ${full}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN … RETURN NEW; END $$;`
      : `create \`${full}${call[2] ?? '()'}\` before it is called, or the extension that brings it.`,
  });
}

/** 3F000: a schema that is not there. */
export function undefinedSchema(failure: Failure): Explanation | undefined {
  const name = /schema "(.+?)" does not exist/.exec(failure.error.message)?.[1];
  if (name === undefined) {
    if (!/no schema has been selected/.test(failure.error.message)) return undefined;
    return {
      rule: 'undefined-schema',
      message:
        'no schema has been selected to create in: the search_path is empty or names schemas that do not exist',
      notes: [],
      hint: 'Write the schema before the name (public.…), or take back what emptied the search_path.',
    };
  }
  return explainMissing(failure, {
    rule: 'undefined-schema',
    word: 'schema',
    name,
    types: ['schema'],
    tables: [],
    remedy: `create it first: CREATE SCHEMA IF NOT EXISTS ${name};`,
  });
}

/** 42704: everything else that has a name: types, roles, constraints, policies, triggers, publications ... */
export function undefinedObject(failure: Failure): Explanation | undefined {
  const { message } = failure.error;
  const owned = /^([a-z ]+) "(.+?)" (?:of|for) (?:relation|table|domain) "(.+?)" does not exist/.exec(
    message,
  );
  const plain = /^([a-z ]+) "(.+?)" does not exist/.exec(message);
  const [, word, quoted, table] = owned ?? plain ?? [];
  if (word === undefined || quoted === undefined) return undefined;
  if (word === 'role') return undefinedRole(failure, quoted);
  const known = objectWords[word];
  const name = word === 'type' ? (quoted.split('.').at(-1) as string).replace(/\[\]$/, '') : quoted;
  return explainMissing(failure, {
    rule: known?.rule ?? 'undefined-object',
    word,
    name,
    types: known?.types ?? [word],
    tables: table === undefined ? [] : [table],
    remedy: known?.remedy(name) ?? `create ${word} \`${name}\` before it is used.`,
  });
}

interface ObjectWord {
  readonly rule: string;
  readonly types: readonly string[];
  readonly remedy: (name: string) => string;
}

const objectWords: Readonly<Record<string, ObjectWord>> = {
  type: {
    rule: 'undefined-type',
    types: ['type', 'composite type', 'table', 'domain', 'view'],
    remedy: (name) =>
      `create the type before it is used (CREATE TYPE ${name} AS ENUM (…);), or the extension that brings it.`,
  },
  constraint: {
    rule: 'undefined-constraint',
    types: ['table constraint', 'domain constraint'],
    remedy: () => 'look up its real name, or write DROP CONSTRAINT IF EXISTS.',
  },
  index: {
    rule: 'undefined-index',
    types: ['index'],
    remedy: () => 'look up its real name, or write DROP INDEX IF EXISTS.',
  },
  extension: {
    rule: 'undefined-extension',
    types: ['extension'],
    remedy: (name) => `create it first: CREATE EXTENSION IF NOT EXISTS "${name}";`,
  },
};

function undefinedRole(failure: Failure, name: string): Explanation {
  const makes = new RegExp(
    `\\bcreate\\s+(role|user|group)\\s+(if\\s+not\\s+exists\\s+)?"?${escapeRegExp(name)}"?`,
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
    notes: [
      'Roles belong to the server, not to the database: on another server the same statement may pass.',
    ],
    hint: `Create it where it is missing:\nDO $$ BEGIN\n  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') THEN CREATE ROLE "${name}"; END IF;\nEND $$;\nor name it in strata.config.ts: roles: ['${name}'].`,
  };
}

/** 3D000: the statement names a database by a name that only one server has. */
export function undefinedDatabase(failure: Failure): Explanation | undefined {
  const name = /database "(.+?)" does not exist/.exec(failure.error.message)?.[1];
  if (name === undefined) return undefined;
  return {
    rule: 'undefined-database',
    message: `database \`${name}\` does not exist here: a migration that names its database runs nowhere else`,
    focus: name,
    notes: [
      `PostgreSQL says: ${failure.error.message} (${failure.error.code} ${sqlStateWords(failure.error.code)}).`,
    ],
    hint: "Let the server fill in the name:\nDO $$ BEGIN EXECUTE format('ALTER DATABASE %I …', current_database()); END $$;",
  };
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
