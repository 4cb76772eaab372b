import type { Hint } from '../../model/hint.ts';
import type { Explanation, Failure } from '../failure.ts';

/** 0A000 and 58P01: an extension that neither the engine nor a stand-in knows. */
export function unknownExtension(failure: Failure): Explanation | undefined {
  const { message, detail } = failure.error;
  const name =
    /extension "(.+?)" is not available/.exec(message)?.[1] ??
    /extension "(.+?)" has no installation script/.exec(message)?.[1] ??
    (/^CREATE EXTENSION\b/.test(failure.head) && /could not (open|access|load|find)/.test(message)
      ? /EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?"?([\w-]+)"?/i.exec(failure.text)?.[1]
      : undefined);
  if (name === undefined) return undefined;
  return {
    rule: 'unknown-extension',
    message: `extension \`${name}\` is not part of the throwaway engine, and Strata has no stand-in for it`,
    notes: detail === undefined ? [] : [detail],
    hint: [
      'Add a stand-in: the types and functions that your migrations use, as SQL.',
      {
        code: `// strata.config.ts\nexport default defineConfig({ extensions: { '${name}': 'stand-ins/${name}.sql' } });`,
      },
    ],
    focus: name,
  };
}

/** Where a stronger role, another server or no watch is needed: the rehearsal continued without the statement. */
export function leftOut(failure: Failure): Explanation {
  const { code, message, hint } = failure.error;
  if (code === '2BP01')
    return {
      rule: 'needs-superuser',
      message: 'this statement drops PL/pgSQL, in which the rehearsal is watched, and was left out',
      notes: ['PL/pgSQL is part of every new database, and most often belongs to a superuser.'],
      hint: 'It passes where the role of the migrations owns it and nothing is written in it.',
      isOurs: true,
    };
  if (message.startsWith('ALTER SYSTEM'))
    return {
      rule: 'needs-superuser',
      message: 'this statement sets up the whole server, and no rehearsal runs it: it was left out',
      notes: [],
      hint: 'Set it where the server is configured, or for one database: ALTER DATABASE … SET …. It passes where migrations run as superuser; elsewhere it stops the deploy.',
    };
  const method = /^compression method (\w+) not supported$/.exec(message)?.[1];
  if (method !== undefined)
    return {
      rule: 'failed-statement',
      message: `compression by ${method} is not part of the throwaway engine, and this statement was left out`,
      notes: [],
      hint: 'Most servers have it: there it passes. Where a whole CREATE TABLE is left out by this, set the compression in a statement of its own.',
      focus: method,
    };
  return {
    rule: 'needs-superuser',
    message: `this statement needs more rights than an ordinary owner has, and was left out: ${message}`,
    notes: hint === undefined ? [] : [hint],
    hint: 'It passes where migrations run as superuser: strata check --superuser rehearses it so. Elsewhere it stops the deploy, unless the platform grants it.',
  };
}

/** 42501: the rehearsal acts as an ordinary owner, as managed services give it. */
export function noPermission(failure: Failure): Explanation | undefined {
  const { message, detail } = failure.error;
  return {
    rule: 'no-permission',
    message: `the owner role may not do this: ${message}`,
    notes: [
      ...(detail === undefined ? [] : [detail]),
      'The rehearsal runs as an ordinary owner without superuser, as managed PostgreSQL gives it to you.',
    ],
    hint: 'Grant what is missing in an earlier migration, or run as the role that owns the object. If your server runs migrations as superuser: strata check --superuser',
  };
}

/** 2BP01: something else still needs what is dropped or changed. */
export function dependentsRemain(failure: Failure): Explanation | undefined {
  const what = /cannot (drop|alter) (.+?) because/.exec(failure.error.message);
  const dependents = (failure.error.detail ?? '').split('\n').filter((line) => line !== '');
  return {
    rule: 'dependents-remain',
    message: `${what?.[2] ?? 'the object'} cannot be ${what?.[1] === 'alter' ? 'altered' : 'dropped'}: other objects depend on it`,
    notes:
      dependents.length > 8
        ? [...dependents.slice(0, 8), `… and ${dependents.length - 8} more.`]
        : dependents,
    hint: 'Drop or change the dependents first, in this migration. CASCADE takes them all with it, silently.',
  };
}

/** 0A000: a view, a trigger, a function or the like reads the column whose type is to change. */
export function typeInUse(failure: Failure): Explanation | undefined {
  const { error } = failure;
  if (!/cannot alter type of a column used (?:by|in)/.test(error.message)) return undefined;
  const [, view, column] =
    /on (?:materialized )?view (.+?) depends on column "(.+?)"/.exec(error.detail ?? '') ?? [];
  return {
    rule: 'dependents-remain',
    message:
      view === undefined
        ? `the column's type cannot change: ${error.message}`
        : `the type of column \`${column}\` cannot change while view \`${view}\` reads it`,
    notes: error.detail === undefined ? [] : error.detail.split('\n').slice(0, 8),
    hint:
      view === undefined
        ? 'Drop what the detail names, change the type, and create it again, in this migration.'
        : createAgain(failure, view),
    ...(column === undefined ? {} : { focus: column }),
  };
}

function createAgain({ error, text }: Failure, view: string): Hint {
  const type = error.detail?.includes('materialized view') ? 'MATERIALIZED VIEW' : 'VIEW';
  const change = text.length > 90 ? 'ALTER TABLE …' : text.replace(/\s+/g, ' ');
  return [
    'Drop what reads it, change the type, and create it again, in this migration:',
    { code: `DROP ${type} ${view};\n${change};\nCREATE ${type} ${view} AS …;` },
  ];
}
