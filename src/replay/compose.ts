import type { Transaction } from '../model/migration.ts';
import type { Script, Statement } from '../sql/split.ts';
import { controlsTransaction, endsTransaction, mayLock, refusesTransaction } from '../sql/statement.ts';
import {
  effectiveTransaction,
  type NumberedStatement,
  type TransactionGroup,
  transactionGroups,
} from '../sql/transactions.ts';
import { markSql } from './watch.ts';

/** One simple query of a migration, with the watch's marks between its statements. */
export interface Send {
  readonly text: string;
  readonly parts: readonly Part[];
  /** It runs in a transaction of its own, without marks: its locks are released before a mark could read them. */
  readonly unwatched: boolean;
  /** Statements that run with a superuser's rights, because the project's platform grants them to the owner. */
  readonly raised: ReadonlySet<number>;
  /** The same send without one of its statements. */
  without(statement: number): Send;
  /** What is left of it, from a statement on. */
  from(statement: number): Send;
  /** The same send with one more statement raised, inside a block; undefined where the text controls transactions itself. */
  raising(statement: number): Send | undefined;
  /**
   * The same send, inside a block, with a savepoint before each later statement that may be refused as this one was: a dump hands
   * hundreds of objects to one role. It is this send where no savepoint can be.
   */
  guarding(statement: number): Send;
}

/** A piece of a send: a statement of the migration, or something of ours (`statement` 0). */
export interface Part {
  /** 1-based number of the statement. */
  readonly statement: number;
  /** Range in the send's text. */
  readonly start: number;
  readonly end: number;
  /** Where `start` lies in the migration's text. */
  readonly source: number;
  /** What answers its `COPY ... FROM stdin`. */
  readonly copyData?: string;
  /** A savepoint stands before it. */
  readonly isGuarded?: true;
}

/** Whether marks of the watch stand between the statements: they can be where the watch was let in. */
type Watching = 'watched' | 'unwatched';

/** What is sent for a migration, in order, under its runner's transaction rules. `text` may be adapted, keeping offsets. */
export function composeSends(
  text: string,
  script: Script,
  transaction: Transaction,
  watching: Watching,
): readonly Send[] {
  const groups = transactionGroups(text, script, transaction)
    .map(({ statements, isBare }) => ({ statements: statements.filter((one) => isLeft(text, one)), isBare }))
    .filter(({ statements }) => statements.length > 0);
  if (groups.length === 0) return [];
  switch (effectiveTransaction(text, script, transaction)) {
    case 'block':
      return [send(text, statementsOf(groups), { how: 'block', watching })];
    case 'autocommit':
      return groups.map((group) => separately(text, group, watching));
    default:
      return script.statements.length === 1
        ? groups.map((group) => separately(text, group, watching))
        : inMessages(text, groups, watching);
  }
}

/**
 * Whether anything is left of a statement after adaptation. The server does not answer an empty one, and its answers are
 * counted.
 */
function isLeft(text: string, { statement }: NumberedStatement): boolean {
  return /\S/.test(text.slice(statement.start, statement.end));
}

function statementsOf(groups: readonly TransactionGroup[]): readonly NumberedStatement[] {
  return groups.flatMap(({ statements }) => statements);
}

/** Every statement on its own, for going on after a failure: what fails takes nothing else with it. */
export function composeLenient(text: string, script: Script, from: number): readonly Send[] {
  return script.statements
    .map((statement, i) => ({ statement, number: i + 1 }))
    .filter((one) => one.number >= from && isLeft(text, one) && !controlsTransaction(one.statement))
    .map((one) =>
      send(text, [one], {
        how: refusesTransaction(one.statement, text) ? 'bare' : 'block',
        watching: 'watched',
      }),
    );
}

/**
 * A migration that begins and ends no transaction, inside of one that it shares with others. The sets hold numbers of statements.
 */
export function composeShared(
  text: string,
  script: Script,
  { leftOut, raised }: { readonly leftOut: ReadonlySet<number>; readonly raised: ReadonlySet<number> },
): Send {
  const numbered = script.statements
    .map((statement, i) => ({ statement, number: i + 1 }))
    .filter((one) => !leftOut.has(one.number) && isLeft(text, one));
  return send(text, numbered, { how: 'implicit', watching: 'unwatched', raised });
}

/** A transaction as a message of its own. Where it makes no difference it is put into a block, so that its locks can be read. */
function separately(text: string, { statements, isBare }: TransactionGroup, watching: Watching): Send {
  if (isBare) return send(text, statements, { how: 'bare', watching });
  const isExplicit = statements.some(({ statement }) => controlsTransaction(statement));
  return send(text, statements, { how: isExplicit ? 'implicit' : 'block', watching });
}

/** Transactions that follow each other share a message; a bare statement has one of its own. */
function inMessages(text: string, groups: readonly TransactionGroup[], watching: Watching): readonly Send[] {
  const sends: Send[] = [];
  let message: TransactionGroup[] = [];
  const finish = (): void => {
    if (message.length > 0) sends.push(send(text, statementsOf(message), { how: 'implicit', watching }));
    message = [];
  };
  for (const group of groups) {
    if (!group.isBare) {
      message.push(group);
      continue;
    }
    finish();
    sends.push(send(text, group.statements, { how: 'bare', watching }));
  }
  finish();
  return sends;
}

interface Way {
  /** `block`: in a transaction of its own; `implicit`: in none of ours; `bare`: a statement that no mark can follow. */
  readonly how: 'block' | 'implicit' | 'bare';
  readonly watching: Watching;
  readonly raised?: ReadonlySet<number>;
  readonly guarded?: ReadonlySet<number>;
}

function send(text: string, numbered: readonly NumberedStatement[], way: Way): Send {
  const { how, watching, raised = none, guarded = none } = way;
  const parts: Part[] = [];
  const pieces: string[] = [];
  let at = 0;
  const append = (piece: string, statement: number, source: number, copied?: Statement['copyData']): void => {
    const copyData = copied === undefined ? {} : { copyData: text.slice(copied.start, copied.end) };
    const guard = guarded.has(statement) ? { isGuarded: true as const } : {};
    parts.push({ statement, start: at, end: at + piece.length, source, ...copyData, ...guard });
    pieces.push(piece, ';\n');
    at += piece.length + 2;
  };
  const bare = how === 'bare';
  if (how === 'block') append('BEGIN', 0, 0);
  for (const [i, { statement, number }] of numbered.entries()) {
    if (guarded.has(number)) append(guard.set, 0, 0);
    append(text.slice(statement.start, statement.end), number, statement.start, statement.copyData);
    if (guarded.has(number)) append(guard.release, 0, 0);
    if (bare || watching === 'unwatched') continue;
    const last = i === numbered.length - 1;
    if (last || isWorthAMark(statement, numbered[i + 1]?.statement))
      append(markSql(number, mayLock(statement, text)), 0, 0);
  }
  if (how === 'block' || (!bare && leavesOpen(numbered))) append('COMMIT', 0, 0);
  const sendOf = (kept: (one: NumberedStatement) => boolean) => send(text, numbered.filter(kept), way);
  const staysInBlock = !bare && !numbered.some(({ statement }) => controlsTransaction(statement));
  const made: Send = {
    text: pieces.join(''),
    parts,
    unwatched: bare,
    raised,
    without: (left) => sendOf(({ number }) => number !== left),
    from: (first) => sendOf(({ number }) => number >= first),
    raising: (number) =>
      staysInBlock
        ? send(text, numbered, { ...way, how: 'block', raised: new Set([...raised, number]) })
        : undefined,
    guarding: (number) => {
      const alike = staysInBlock ? alikeAfter(number, numbered) : [];
      return alike.length === 0
        ? made
        : send(text, numbered, { ...way, how: 'block', guarded: new Set([...guarded, ...alike]) });
    },
  };
  return made;
}

const none: ReadonlySet<number> = new Set();

/** What stands around a guarded statement, so that its refusal takes nothing else back. */
export const guard = {
  set: 'SAVEPOINT strata_guard',
  release: 'RELEASE SAVEPOINT strata_guard',
  back: 'ROLLBACK TO SAVEPOINT strata_guard',
} as const;

/**
 * The later statements of the same command, such as ALTER FUNCTION. What may hold several commands is not meant: the watch would
 * have told of those that came before the refused one.
 */
function alikeAfter(number: number, numbered: readonly NumberedStatement[]): readonly number[] {
  const commandOf = ({ statement }: NumberedStatement) =>
    /^(?:ALTER|COMMENT|CREATE|DROP|GRANT|REVOKE|SET) \w+/.exec(statement.head)?.[0];
  const refused = numbered.find((one) => one.number === number);
  const command = refused && commandOf(refused);
  if (command === undefined) return [];
  return numbered.filter((one) => one.number > number && commandOf(one) === command).map((one) => one.number);
}

/** Whether a transaction is still open at the end: the rehearsal then commits it. */
function leavesOpen(numbered: readonly NumberedStatement[]): boolean {
  const last = numbered.findLast(({ statement }) => controlsTransaction(statement));
  return last !== undefined && !endsTransaction(last.statement);
}

/** A run of INSERTs is told of once, at its end: dumps hold thousands. */
function isWorthAMark(statement: Statement, next: Statement | undefined): boolean {
  if (/^SET TRANSACTION\b/.test(next?.head ?? '')) return false;
  return !(statement.head.startsWith('INSERT INTO') && next?.head.startsWith('INSERT INTO'));
}
