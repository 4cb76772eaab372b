import type { Transaction } from '../model/migration.ts';
import type { Script, Statement } from '../sql/split.ts';
import {
  addedEnumValue,
  controlsTransaction,
  endsTransaction,
  mayLock,
  needsTransaction,
  refusesTransaction,
} from '../sql/statement.ts';
import { markPrefix, markSql } from './watch.ts';

/** One simple query of a migration, with the watch's marks between its statements. */
export interface Send {
  readonly text: string;
  readonly parts: readonly Part[];
  /** Nothing else may share its transaction: locks are gone before a mark could tell of them. */
  readonly unwatched: boolean;
  /** Statements that are run on the owner's behalf, because its platform grants them. */
  readonly raised: ReadonlySet<number>;
  /** The same send without one of its statements. */
  without(statement: number): Send;
  /** What is left of it, from a statement on. */
  from(statement: number): Send;
  /** The same send with one more statement raised, in a block; undefined where the text has transactions of its own. */
  raising(statement: number): Send | undefined;
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
}

/** What is sent for a migration, in order, under its runner's transaction rules. `text` may be adapted, keeping offsets. */
export function composeSends(text: string, script: Script, transaction: Transaction): readonly Send[] {
  const numbered = numberedOf(text, script);
  if (numbered.length === 0) return [];
  switch (effectiveTransaction(text, script, transaction)) {
    case 'block':
      return [send(text, numbered, 'block')];
    case 'autocommit':
      return autocommitSends(text, numbered);
    case 'pipeline':
      return pipelineSends(text, numbered);
    default:
      return script.statements.length === 1 ? [alone(text, numbered[0] as Numbered)] : [send(text, numbered)];
  }
}

/** The server answers nothing to a statement that was adapted away, and its answers are counted. */
function numberedOf(text: string, script: Script): readonly Numbered[] {
  return script.statements
    .map((statement, i) => ({ statement, number: i + 1 }))
    .filter(({ statement }) => /\S/.test(text.slice(statement.start, statement.end)));
}

/** How `auto` is settled for this text; the others are what they are. */
export function effectiveTransaction(text: string, script: Script, transaction: Transaction): Transaction {
  if (transaction !== 'auto') return transaction;
  const needsOwn = script.statements.some((s) => refusesTransaction(s, text) || controlsTransaction(s));
  return needsOwn || usesNewEnumValue(text, script) ? 'autocommit' : 'block';
}

/** An enum value cannot be used before the transaction that adds it has committed. */
function usesNewEnumValue(text: string, script: Script): boolean {
  return script.statements.some((statement) => {
    const added = addedEnumValue(statement, text);
    return added !== undefined && text.indexOf(added, statement.end) !== -1;
  });
}

/** Every statement on its own, for going on after a failure: what fails takes nothing else with it. */
export function composeLenient(text: string, script: Script, from: number): readonly Send[] {
  return numberedOf(text, script)
    .filter(({ statement, number }) => number >= from && !controlsTransaction(statement))
    .map((one) => send(text, [one], refusesTransaction(one.statement, text) ? 'bare' : 'block'));
}

interface Numbered {
  readonly statement: Statement;
  readonly number: number;
}

/** Statements in explicit transactions stay together in one send; the rest go one by one. */
function autocommitSends(text: string, numbered: readonly Numbered[]): Send[] {
  const sends: Send[] = [];
  let block: Numbered[] | undefined;
  for (const one of numbered) {
    if (block !== undefined) {
      block.push(one);
      if (endsTransaction(one.statement)) {
        sends.push(send(text, block));
        block = undefined;
      }
    } else if (/^(BEGIN|START TRANSACTION)\b/.test(one.statement.head)) block = [one];
    else sends.push(alone(text, one));
  }
  if (block !== undefined) sends.push(send(text, block));
  return sends;
}

/**
 * The batch of a pipeline is one implicit transaction, except that its first statement, and the first after a COMMIT, stand
 * outside of it: there CREATE INDEX CONCURRENTLY passes and LOCK TABLE does not (seen on PostgreSQL 18.4).
 * https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
function pipelineSends(text: string, numbered: readonly Numbered[]): readonly Send[] {
  const sends: Send[] = [];
  let batch: Numbered[] = [];
  let isOutside = true;
  for (const one of numbered) {
    if (isOutside && !controlsTransaction(one.statement) && minds(one.statement, text)) {
      if (batch.length > 0) sends.push(send(text, batch));
      sends.push(send(text, [one], 'bare'));
      batch = [];
      isOutside = false;
      continue;
    }
    batch.push(one);
    isOutside = endsTransaction(one.statement);
  }
  if (batch.length === 1 && sends.length === 0) return [alone(text, batch[0] as Numbered)];
  if (batch.length > 0) sends.push(send(text, batch));
  return sends;
}

/** One statement outside a block. Where it makes no difference it gets a transaction of its own, so that its locks can be read. */
function alone(text: string, one: Numbered): Send {
  return send(text, [one], minds(one.statement, text) ? 'bare' : 'block');
}

/** Whether it makes a difference to the statement that a transaction block is around it. */
function minds(statement: Statement, text: string): boolean {
  return refusesTransaction(statement, text) || needsTransaction(statement) || controlsTransaction(statement);
}

/**
 * `block`: in a transaction of its own; `implicit`: one implicit transaction, since marks follow; `bare`: no transaction but
 * its own, and no mark.
 */
function send(
  text: string,
  numbered: readonly Numbered[],
  how: 'block' | 'implicit' | 'bare' = 'implicit',
  raised: ReadonlySet<number> = new Set(),
): Send {
  const parts: Part[] = [];
  const pieces: string[] = [];
  let at = 0;
  const append = (piece: string, statement: number, source: number, copied?: Statement['copyData']): void => {
    const copyData = copied === undefined ? {} : { copyData: text.slice(copied.start, copied.end) };
    parts.push({ statement, start: at, end: at + piece.length, source, ...copyData });
    pieces.push(piece, ';\n');
    at += piece.length + 2;
  };
  const bare = how === 'bare';
  if (how === 'block') append('BEGIN', 0, 0);
  for (const [i, { statement, number }] of numbered.entries()) {
    append(text.slice(statement.start, statement.end), number, statement.start, statement.copyData);
    const last = i === numbered.length - 1;
    if (!bare && (last || isWorthAMark(statement, numbered[i + 1]?.statement)))
      append(markSql(number, mayLock(statement, text)), 0, 0);
  }
  if (how === 'block' || (!bare && leavesOpen(numbered))) append('COMMIT', 0, 0);
  const sendOf = (kept: (one: Numbered) => boolean) => send(text, numbered.filter(kept), how, raised);
  return {
    text: pieces.join(''),
    parts,
    unwatched: bare,
    raised,
    without: (left) => sendOf(({ number }) => number !== left),
    from: (first) => sendOf(({ number }) => number >= first),
    raising: (number) =>
      bare || numbered.some(({ statement }) => controlsTransaction(statement))
        ? undefined
        : send(text, numbered, 'block', new Set([...raised, number])),
  };
}

/** A BEGIN that no COMMIT follows: the next migration is rehearsed as if one did. */
function leavesOpen(numbered: readonly Numbered[]): boolean {
  const last = numbered.findLast(({ statement }) => controlsTransaction(statement));
  return last !== undefined && !endsTransaction(last.statement);
}

/** A run of INSERTs is told of once, at its end: dumps hold thousands. */
function isWorthAMark(statement: Statement, next: Statement | undefined): boolean {
  if (/^SET TRANSACTION\b/.test(next?.head ?? '')) return false;
  return !(statement.head.startsWith('INSERT INTO') && next?.head.startsWith('INSERT INTO'));
}

/** The parts of a send that run where nobody watches: all but the marks. */
export function unwatchedParts({ parts, text }: Send): readonly Part[] {
  return parts.filter(({ statement, start }) => statement > 0 || !text.startsWith(markPrefix, start));
}
