import { lastName } from '../../explain/story.ts';
import type { Origin } from '../../model/drift.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { History, SqlText } from '../../model/migration.ts';
import { once } from '../../model/once.ts';
import { escaped } from '../../model/patterns.ts';
import type { Fact } from '../../model/schema.ts';
import { eventTypes, isNamed, type StatementTrace, type Trace } from '../../model/trace.ts';
import { identifierPart, splitLast } from '../../postgres/identifier.ts';

/** The statement of a migration that made or changed an object. */
export interface Touch {
  /** 0-based in the history. */
  readonly index: number;
  readonly migration: string;
  readonly file: string;
  readonly line: number;
}

/** The last statement of a rehearsed history that made or changed an object; undefined where none can be told. */
export function lastTouch(
  { migrations }: Pick<History, 'migrations'>,
  { migrations: traces }: Pick<Trace, 'migrations'>,
  fact: Fact,
): Touch | undefined {
  for (const judge of [isOwnEvent, isNamedBeside, isWholeMade]) {
    for (let i = traces.length - 1; i >= 0; i -= 1) {
      const [trace, migration] = [traces[i], migrations[i]];
      if (trace === undefined || migration === undefined) continue;
      const { up, name } = migration;
      const found = trace.statements.findLast((statement) => judge(fact, statement, up));
      if (found !== undefined) return { index: i, migration: name, file: up.file, line: found.line };
    }
  }
  return undefined;
}

/**
 * The statement that names an object and did not run in the rehearsal, since it fails or needs more rights: its effect elsewhere
 * is not known. Undefined where there is none.
 */
export function unrunStatement(
  { migrations }: Pick<History, 'migrations'>,
  { migrations: traces }: Pick<Trace, 'migrations'>,
  fact: Fact,
): Touch | undefined {
  const own = ownName(fact);
  if (own === '') return undefined;
  const word = new RegExp(`(?<!${identifierPart})${escaped(own)}(?!${identifierPart})`, 'i');
  for (const [index, { statements }] of traces.entries()) {
    const migration = migrations[index];
    const found = statements.find(
      ({ error, leftOut, start, end }) =>
        (error ?? leftOut) !== undefined && word.test(migration?.up.text.slice(start, end) ?? ''),
    );
    if (found !== undefined && migration !== undefined)
      return { index, migration: migration.name, file: migration.up.file, line: found.line };
  }
  return undefined;
}

/** A touch with the time that the ledger gives for its migration. */
export function originOf(touch: Touch | undefined, entries: readonly LedgerEntry[]): Origin | undefined {
  if (touch === undefined) return undefined;
  const { migration, file, line } = touch;
  return { migration, file, line, appliedAt: entries.find(({ name }) => name === migration)?.appliedAt };
}

function isOwnEvent(fact: Fact, { events }: StatementTrace): boolean {
  const type = eventTypes[fact.kind];
  return (
    type !== undefined &&
    events.some(
      (event) => event.type === type && event.action !== 'drop' && isNamed(event.identity, fact.name),
    )
  );
}

/** Whether a statement touches the table of an object and names the object: a constraint, a default, a grant, a comment. */
function isNamedBeside(fact: Fact, { events, start, end }: StatementTrace, up: SqlText): boolean {
  const whole = wholeOf(fact);
  const isRemark = fact.kind === 'acl' || fact.kind === 'comment' || fact.kind === 'default-privileges';
  if (!isRemark && whole !== undefined && !events.some(({ identity }) => identity === whole)) return false;
  const sql = lowerText(up).slice(start, end);
  if (isRemark && !remarkWords[fact.kind as keyof typeof remarkWords].test(sql)) return false;
  const own = ownName(fact);
  return own !== '' && hasWord(sql, lower(own));
}

/** A file in small letters, which each object that drifted is looked for in. */
const lowerText = once(({ text }: SqlText) => lower(text));

/** Every letter stays in its place: a few of other scripts would become two. */
function lower(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

const inName = new RegExp(identifierPart);

/** Whether a name stands in a text by itself: `id`, and not in `createdById`. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!inName.test(text[at - 1] ?? '') && !inName.test(text[at + word.length] ?? '')) return true;
  return false;
}

const remarkWords = {
  acl: /^\s*(grant|revoke)\b/,
  comment: /^\s*comment\b/,
  'default-privileges': /^\s*alter\s+default\b/,
};

/** Whether a statement made the table that the object is part of. */
function isWholeMade(fact: Fact, { events }: StatementTrace): boolean {
  const whole = wholeOf(fact);
  return (
    whole !== undefined && events.some(({ identity, action }) => identity === whole && action === 'create')
  );
}

/** SQL name of the table that an object is part of. */
function wholeOf({ kind, parent, name }: Fact): string | undefined {
  if (parent === undefined) return undefined;
  const id = parent.slice(parent.indexOf(':') + 1);
  if (kind === 'default') return splitLast(name)[0];
  return /^(table|foreign-table|view|materialized-view):/.test(parent) ? id : undefined;
}

/**
 * The word that a statement about the object must contain: the last part of its name; for a grant or a comment, of the name of
 * what it is on.
 */
function ownName({ kind, name }: Fact): string {
  if (kind === 'default-privileges') return 'default';
  const bare = kind === 'acl' || kind === 'comment' ? name.slice(name.indexOf(':') + 1) : name;
  return lastName(kind, bare);
}
