import type { Explanation, Failure } from './failure.ts';

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
    hint: `Add a stand-in: the types and functions that your migrations use, as SQL.\n// strata.config.ts\nexport default defineConfig({ extensions: { '${name}': 'stand-ins/${name}.sql' } });`,
    focus: name,
  };
}

/** 42501 for what only a stronger role may do: the rehearsal went on without the statement. */
export function leftOut(failure: Failure): Explanation {
  const { message, hint } = failure.error;
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

/** 42601 and 42601's kin: what the parser could not read. */
export function syntaxError(failure: Failure): Explanation | undefined {
  const near = /at or near "(.+?)"/.exec(failure.error.message)?.[1];
  const foreign = foreignSyntax(failure.text);
  return {
    rule: 'syntax-error',
    message:
      near === undefined
        ? 'the statement ends too early: syntax error at end of input'
        : `syntax error at or near \`${near}\``,
    notes: foreign === undefined ? [] : [foreign],
    hint:
      near === undefined
        ? 'Look for an open parenthesis, quote or $$ that is never closed, or a missing END.'
        : `Look at \`${near}\` and what stands right before it: often a missing comma, a comma too much, or an unquoted reserved word.`,
    ...(near === undefined ? {} : { focus: near }),
  };
}

/** Words of other databases and tools that turn up in PostgreSQL migrations. */
function foreignSyntax(text: string): string | undefined {
  if (/\bAUTO_?INCREMENT\b/i.test(text))
    return 'AUTO_INCREMENT is MySQL or SQLite; PostgreSQL writes GENERATED ALWAYS AS IDENTITY.';
  if (/`/.test(text)) return 'Backticks are MySQL; PostgreSQL quotes names with double quotes.';
  if (/^\s*(<<<<<<<|=======|>>>>>>>)/m.test(text))
    return 'The file holds the marks of an unfinished git merge.';
  if (/\bCREATE\s+POLICY\s+IF\s+NOT\s+EXISTS\b/i.test(text))
    return 'CREATE POLICY knows no IF NOT EXISTS: DROP POLICY IF EXISTS first.';
  if (/\bADD\s+CONSTRAINT\s+IF\s+NOT\s+EXISTS\b/i.test(text)) {
    return 'ADD CONSTRAINT knows no IF NOT EXISTS: DROP CONSTRAINT IF EXISTS first.';
  }
  if (/\bCREATE\s+TYPE\s+IF\s+NOT\s+EXISTS\b/i.test(text)) {
    return 'CREATE TYPE knows no IF NOT EXISTS: catch duplicate_object in a DO block.';
  }
  if (/^\s*\\/m.test(text))
    return 'Lines that begin with a backslash are commands of psql; no server understands them.';
  return undefined;
}

/** 2BP01: something else still needs what is dropped or changed. */
export function dependentsRemain(failure: Failure): Explanation | undefined {
  const what = /cannot (drop|alter) (.+?) because/.exec(failure.error.message);
  const dependents = (failure.error.detail ?? '').split('\n').filter((line) => line !== '');
  return {
    rule: 'dependents-remain',
    message: `${what?.[2] ?? 'the object'} cannot be ${what?.[1] === 'alter' ? 'altered' : 'dropped'}: other objects depend on it`,
    notes: dependents.slice(0, 8),
    hint: 'Drop or change the dependents first, in this migration. CASCADE takes them all with it, silently.',
  };
}
