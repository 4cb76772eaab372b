import type { Hint } from '../../model/hint.ts';
import { upperFirst } from '../../model/words.ts';
import { extensionOf } from '../../postgres/extension-objects.ts';
import { quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import type { Named } from '../../sql/relations.ts';
import type { Explanation, Failure } from '../failure.ts';
import { missingColumn, missingRelation, missingRoutine, relationWord } from '../said.ts';
import { ownInstead } from './foreign-functions.ts';
import { livesNamed, namesNow, relationTypes } from './lives.ts';
import { explainMissing } from './missing.ts';
import { undefinedRole } from './of-server.ts';
import { tellStaleColumns } from './stale.ts';
import { relationMeant, tableInHint } from './table-in-hint.ts';

/** 42P01: a table, view or sequence that is not there. */
export function undefinedTable(failure: Failure): Explanation | undefined {
  const said = missingRelation(failure.error.message);
  if (said === undefined) return undefined;
  const { full } = said;
  // The server puts a schema and a name with a dot in it into the same quotes.
  const parts = failure.text.includes(`"${full}"`) ? [full] : full.split('.');
  const name = parts.at(-1) as string;
  const word = said.word === 'relation' ? relationWord(failure, name) : said.word;
  const schema = parts.at(-2) ?? relationMeant(failure, name).schema;
  const own = parts.length > 1 ? parts.map(quoteIdentifier).join('.') : tableInHint(failure, name);
  const remedies: Readonly<Record<string, string>> = {
    sequence: `Create it first: CREATE SEQUENCE ${own};`,
    table: `Create \`${own}\` in a migration that runs before this one.${failure.at.migration === 0 ? ' Where the database has it already: strata check --assume.' : ''}`,
  };
  return explainMissing(failure, {
    rule: 'undefined-table',
    word,
    schema,
    name,
    shown: schema === undefined ? full : `${schema}.${name}`,
    types: relationTypes,
    tables: [],
    remedy: renamedAlready(failure, word) ?? remedies[word] ?? `Create ${word} \`${own}\` before it is used.`,
    extension: extensionOf(name),
  });
}

/** What to do about a rename of what bears its new name from the start, as in a baseline that was taken after it. */
function renamedAlready(failure: Failure, word: string): string | undefined {
  const name = /^ALTER\b.*\bRENAME\s+TO\s+("(?:[^"]|"")+"|[\w$]+)\s*$/is.exec(failure.text)?.[1];
  const [bare = ''] = name === undefined ? [] : splitIdentifier(name);
  const isThere = namesNow(failure, {
    schema: undefined,
    name: bare,
    types: relationTypes,
    tables: [],
  }).includes(bare);
  return isThere
    ? `${upperFirst(word)} \`${quoteIdentifier(bare)}\` is there already: leave the rename out where it bears its new name from the start, or write ALTER ${word.toUpperCase()} IF EXISTS.`
    : undefined;
}

/** 42703: a column does not exist, also in a key, a foreign key or a trigger function. */
export function undefinedColumn(failure: Failure): Explanation | undefined {
  const said = missingColumn(failure.error.message);
  if (said === undefined) return undefined;
  const { name, relation, prefix, isField } = said;
  const tables = relation === undefined ? tablesMeant(failure, prefix) : [relationMeant(failure, relation)];
  const [table] = tables;
  const of = table !== undefined && tables.length === 1 ? tableInHint(failure, table.name) : '…';
  const told = explainMissing(failure, {
    rule: 'undefined-column',
    word: isField ? 'field' : 'column',
    schema: undefined,
    name,
    types: ['table column'],
    tables,
    remedy: isView(failure, tables)
      ? `Give the view the column first: CREATE OR REPLACE VIEW ${of} AS …, with it at the end.`
      : `Add the column first: ALTER TABLE ${of} ADD COLUMN ${quoteIdentifier(name)} …;`,
  });
  return { ...told, notes: [...told.notes, ...tellStaleColumns(failure, name, tables)] };
}

function isView(failure: Failure, [table, ...others]: readonly Named[]): boolean {
  if (table === undefined || others.length > 0) return false;
  return livesNamed(failure, { ...table, types: ['view'], tables: [] }).length > 0;
}

/** The tables that a column may belong to; `prefix` is the table or alias before it. */
function tablesMeant({ relations }: Failure, prefix: string | undefined): readonly Named[] {
  if (prefix === undefined) return relations;
  const own = prefix.replaceAll('"', '').split('.').at(-1);
  const meant = relations.filter(({ name, alias }) => (alias ?? name) === own);
  return meant.length > 0 ? meant : relations;
}

/** 42883: a function, procedure or operator does not exist. A missing trigger function is a rule of its own. */
export function undefinedFunction(failure: Failure): Explanation | undefined {
  const { message } = failure.error;
  const operator = /operator does not exist: (.+)$/.exec(message)?.[1];
  if (operator !== undefined) return undefinedOperator(operator);
  const said = missingRoutine(message);
  if (said === undefined) return undefined;
  const { full, types } = said;
  const name = (full.split('.').at(-1) as string).replaceAll('"', '');
  if (arrayFunctions.test(name) && /\bany(array|element)\b/.test(types ?? ''))
    return compatibleInstead(`${name}(${types})`);
  const isTrigger = /^CREATE (OR REPLACE )?(CONSTRAINT |EVENT )?TRIGGER\b/.test(failure.head);
  const result = failure.head.includes('EVENT') ? 'event_trigger' : 'trigger';
  return explainMissing(failure, {
    rule: isTrigger ? 'missing-trigger-function' : 'undefined-function',
    word: isTrigger ? 'trigger function' : 'function',
    schema: full.split('.').at(-2)?.replaceAll('"', ''),
    name,
    types: ['function', 'procedure', 'aggregate'],
    tables: [],
    remedy: isTrigger
      ? [
          'Create the function first:',
          {
            code: `CREATE FUNCTION ${full}() RETURNS ${result} LANGUAGE plpgsql AS $$\nBEGIN\n  …\n  RETURN NEW;\nEND $$;`,
          },
        ]
      : (ownInstead(name) ??
        `Create \`${full}(${types ?? ''})\` before it is called, or the extension that brings it.`),
    call: `${full}(${types ?? ''})`,
    extension: extensionOf(name) ?? extensionOf(full.split('.')[0] as string),
  });
}

/** Built-in functions whose signature changed with PostgreSQL 14. */
const arrayFunctions = /^(array_(append|prepend|cat|position|positions|remove|replace)|width_bucket)$/;

function compatibleInstead(call: string): Explanation {
  const now = call.replaceAll(/\bany(array|element)\b/g, (word) =>
    word === 'anyarray' ? 'anycompatiblearray' : 'anycompatible',
  );
  return {
    rule: 'undefined-function',
    message: `\`${call}\` is \`${now}\` since PostgreSQL 14`,
    notes: [],
    hint: 'What stands on it, such as an aggregate, has to say anycompatiblearray and anycompatible as well.',
  };
}

function undefinedOperator(operator: string): Explanation {
  const [left = '', sign = '', right = ''] = operator.split(/ ([^\w\s"]+) /);
  const extension = extensionOf(sign);
  const hint =
    extension !== undefined
      ? `Create the extension that brings it first: CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(extension)}; where that is in a schema off the search_path, write OPERATOR(schema.${sign}).`
      : left === right && left === 'json'
        ? 'json has no equality: store jsonb, or compare value::text.'
        : `Cast one side so that the types agree: value::${right} on the left, or value::${left} on the right; or give both columns one type.`;
  return {
    rule: 'undefined-operator',
    message: `no operator \`${sign}\` takes ${left} and ${right}`,
    notes: [],
    hint,
  };
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
    schema: undefined,
    name,
    types: ['schema'],
    tables: [],
    remedy: `Create it first: CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)};`,
    extension: extensionOf(name),
  });
}

/** 42704: everything else that has a name: types, roles, constraints, policies, triggers, publications ... */
export function undefinedObject(failure: Failure): Explanation | undefined {
  const { message } = failure.error;
  const classless = /^data type (.+?) has no default operator class for access method "(.+?)"/.exec(message);
  const required = /^required extension "(.+?)" is not installed/.exec(message)?.[1];
  if (required !== undefined) return requiredExtension(failure, required);
  if (classless !== null) return missingOperatorClass(classless[1] as string, classless[2] as string);
  const owned = /^([a-z ]+) "(.+?)" (?:of|for) (?:relation|table|domain) "(.+?)" does not exist/.exec(
    message,
  );
  // Types of arguments are named without quotes.
  const plain =
    /^([a-z ]+) "(.+?)"(?: for encoding "\w+")? does not exist/.exec(message) ??
    /^(type) (\S+) does not exist/.exec(message);
  const [, word, quoted, table] = owned ?? plain ?? [];
  if (word === undefined || quoted === undefined) return undefined;
  if (word === 'role') return undefinedRole(failure, quoted);
  const known = objectWords[word];
  const parts = qualified.test(word) ? quoted.replace(/\[\]$/, '').split('.') : [quoted];
  const name = parts.at(-1) as string;
  return explainMissing(failure, {
    rule: known?.rule ?? 'undefined-object',
    word,
    schema: parts.at(-2),
    name,
    types: known?.types ?? [word],
    tables: table === undefined ? [] : [relationMeant(failure, table)],
    remedy:
      known?.remedy(quoteIdentifier(name), table === undefined ? '…' : tableInHint(failure, table)) ??
      `Create ${word} \`${name}\` before it is used.`,
    extension: word === 'extension' ? undefined : extensionOf(name),
  });
}

/** What the server names with its schema, where the statement does. */
const qualified = /^(type|operator (class|family)|text search \w+)$/;

function missingOperatorClass(type: string, method: string): Explanation {
  const extension = method === 'gist' ? 'btree_gist' : method === 'gin' ? 'btree_gin' : undefined;
  return {
    rule: 'undefined-object',
    message: `an index of access method ${method} cannot hold plain values of type ${type}`,
    notes: [],
    hint:
      extension === undefined
        ? `Use another access method (btree), or name an operator class for ${type}.`
        : [
            `Create the extension first: CREATE EXTENSION IF NOT EXISTS ${extension};`,
            'For text search name an operator class, such as gin_trgm_ops of pg_trgm.',
          ],
  };
}

interface ObjectWord {
  readonly rule: string;
  readonly types: readonly string[];
  /** Both as SQL writes them. */
  readonly remedy: (name: string, table: string) => Hint;
}

const objectWords: Readonly<Record<string, ObjectWord>> = {
  type: {
    rule: 'undefined-type',
    types: ['type', 'composite type', 'table', 'domain', 'view'],
    remedy: (name) =>
      `Create the type before it is used (CREATE TYPE ${name} AS ENUM (…);), or the extension that brings it.`,
  },
  constraint: {
    rule: 'undefined-constraint',
    types: ['table constraint', 'domain constraint', 'index'],
    remedy: (name, table) => [
      'Look up its real name, or let it pass where there is none:',
      {
        code: `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name};`,
      },
    ],
  },
  index: {
    rule: 'undefined-index',
    types: ['index'],
    remedy: () => 'Look up its real name, or create it in a migration that runs before this one.',
  },
  extension: {
    rule: 'undefined-extension',
    types: ['extension'],
    remedy: (name) => `Create it first: CREATE EXTENSION IF NOT EXISTS ${name};`,
  },
};

function requiredExtension({ text }: Failure, required: string): Explanation {
  const own = /EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?"?([\w-]+)"?/i.exec(text)?.[1] ?? 'it';
  return {
    rule: 'undefined-extension',
    message: `extension \`${own}\` needs extension \`${required}\`, which nothing has created before`,
    notes: [],
    hint: [
      'Create it first, or let the server do so:',
      {
        code: `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(required)};\nCREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(own)} CASCADE;`,
      },
    ],
    focus: own,
  };
}
