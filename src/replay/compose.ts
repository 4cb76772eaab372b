import type { Transaction } from '../model/migration.ts';
import type { Script, Statement } from '../sql/split.ts';
import { controlsTransaction, refusesTransaction } from '../sql/statement.ts';
import { markSql } from './watch.ts';

/** One simple query of a migration, with the watch's marks between its statements. */
export interface Send {
  readonly text: string;
  readonly parts: readonly Part[];
  readonly copyData: readonly string[];
  /** Nothing else may share its transaction: locks are gone before a mark could tell of them. */
  readonly unwatched: boolean;
}

/** A piece of a send: a statement of the migration, or something of ours (`statement` 0). */
interface Part {
  /** 1-based number of the statement. */
  readonly statement: number;
  /** Range in the send's text. */
  readonly start: number;
  readonly end: number;
  /** Where `start` lies in the migration's text. */
  readonly source: number;
}

/** What is sent for a migration, in order, under its runner's transaction rules. `text` may be adapted, keeping offsets. */
export function composeSends(text: string, script: Script, transaction: Transaction): readonly Send[] {
  const numbered = script.statements.map((statement, i) => ({ statement, number: i + 1 }));
  switch (effectiveTransaction(text, script, transaction)) {
    case 'block':
      return [send(text, numbered, { open: 'BEGIN', close: 'COMMIT' })];
    case 'autocommit':
      return autocommitSends(text, numbered);
    default:
      return numbered.length === 1 ? [alone(text, numbered[0] as Numbered)] : [send(text, numbered)];
  }
}

/** How `auto` is settled for this text; the others are what they are. */
export function effectiveTransaction(text: string, script: Script, transaction: Transaction): Transaction {
  if (transaction !== 'auto') return transaction;
  const needsOwn = script.statements.some((s) => refusesTransaction(s, text) || controlsTransaction(s));
  return needsOwn ? 'autocommit' : 'block';
}

/** Every statement on its own, for going on after a failure: what fails takes nothing else with it. */
export function composeLenient(text: string, script: Script, from: number): readonly Send[] {
  return script.statements
    .map((statement, i) => ({ statement, number: i + 1 }))
    .filter(({ statement, number }) => number >= from && !controlsTransaction(statement))
    .map((one) => alone(text, one));
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
      if (/^(COMMIT|END|ROLLBACK(?! TO)|ABORT|PREPARE TRANSACTION)\b/.test(one.statement.head)) {
        sends.push(send(text, block));
        block = undefined;
      }
    } else if (/^(BEGIN|START TRANSACTION)\b/.test(one.statement.head)) block = [one];
    else sends.push(alone(text, one));
  }
  if (block !== undefined) sends.push(send(text, block));
  return sends;
}

/** One statement outside a block. Where it makes no difference it gets a transaction of its own, so that its locks can be read. */
function alone(text: string, one: Numbered): Send {
  const bare = refusesTransaction(one.statement, text) || controlsTransaction(one.statement);
  return bare ? send(text, [one]) : send(text, [one], { open: 'BEGIN', close: 'COMMIT' });
}

function send(text: string, numbered: readonly Numbered[], block?: { open: string; close: string }): Send {
  const parts: Part[] = [];
  const pieces: string[] = [];
  const copyData: string[] = [];
  let at = 0;
  const append = (piece: string, statement: number, source: number): void => {
    parts.push({ statement, start: at, end: at + piece.length, source });
    pieces.push(piece, ';\n');
    at += piece.length + 2;
  };
  const single = numbered.length === 1 && block === undefined;
  if (block !== undefined) append(block.open, 0, 0);
  for (const [i, { statement, number }] of numbered.entries()) {
    append(text.slice(statement.start, statement.end), number, statement.start);
    if (statement.copyData !== undefined)
      copyData.push(text.slice(statement.copyData.start, statement.copyData.end));
    const last = i === numbered.length - 1;
    if (!single && (last || isWorthAMark(statement, numbered[i + 1]?.statement)))
      append(markSql(number), 0, 0);
  }
  if (block !== undefined) append(block.close, 0, 0);
  return { text: pieces.join(''), parts, copyData, unwatched: single };
}

/** A run of INSERTs is told of once, at its end: dumps hold thousands. */
function isWorthAMark(statement: Statement, next: Statement | undefined): boolean {
  if (/^SET TRANSACTION\b/.test(next?.head ?? '')) return false;
  return !(statement.head.startsWith('INSERT INTO') && next?.head.startsWith('INSERT INTO'));
}
