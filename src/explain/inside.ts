import type { History, Migration } from '../model/migration.ts';
import type { Range } from '../sql/find-name.ts';
import { indexLines, locate, offsetOfPosition, placeIn } from '../sql/locate.ts';
import { firstToken, lineEnd, nextToken, type Token, tokens } from '../sql/scan.ts';
import type { Failure } from './failure.ts';
import { isBefore, lastName } from './story.ts';

/** One PL/pgSQL body that was running when a statement failed. */
interface Frame {
  /** Signature as the server prints it, or undefined for a DO block. */
  readonly routine: string | undefined;
  /** 1-based in the body, which begins right after its opening quote. */
  readonly line: number;
}

/** The bodies that were running, innermost first. https://www.postgresql.org/docs/18/plpgsql-control-structures.html#PLPGSQL-CALL-STACK */
function readFrames(context: string | undefined): readonly Frame[] {
  const frames: Frame[] = [];
  for (const [, name, line] of (context ?? '').matchAll(/^PL\/pgSQL function (.+?) line (\d+)/gm)) {
    frames.push({ routine: name === 'inline_code_block' ? undefined : name, line: Number(line) });
  }
  return frames;
}

/** The place of the error inside the statement: a line of its DO block, or a row after its COPY. */
export function placeInside(failure: Failure): Range | undefined {
  return placeInBlock(failure) ?? placeInRows(failure);
}

function placeInBlock({ error, migration, statement }: Failure): Range | undefined {
  const frames = readFrames(error.context);
  const outermost = frames.at(-1);
  if (outermost === undefined || outermost.routine !== undefined) return undefined;
  const { text } = migration.up;
  const body = bodyIn(text, statement, 'DO');
  if (body === undefined) return undefined;
  const line = lineOf(text, body, outermost.line);
  if (frames.length > 1) return firstToken(text, line.start, line.end) ?? line;
  return (
    placeInQuery(text, { start: line.start, end: body.end }, error) ??
    firstToken(text, line.start, line.end) ??
    line
  );
}

/** The place of an error in a query inside a body: the server quotes the query as the body has it, and counts from its start. */
function placeInQuery(text: string, body: Range, error: Failure['error']): Range | undefined {
  const { internalQuery, internalPosition } = error;
  if (internalQuery === undefined || internalPosition === undefined) return undefined;
  const at = text.indexOf(internalQuery, body.start);
  if (at === -1 || at >= body.end) return undefined;
  const start = at + offsetOfPosition(internalQuery, internalPosition);
  return { start, end: nextToken(text, start)?.end ?? start + 1 };
}

function placeInRows({ error, migration, statement }: Failure): Range | undefined {
  const row = /^COPY .+?, line (\d+)/m.exec(error.context ?? '');
  if (row === null) return undefined;
  const { text } = migration.up;
  const lines = indexLines(text);
  const { line } = locate(lines, statement.end);
  const start = lines.starts[line + Number(row[1]) - 1];
  return start === undefined ? undefined : { start, end: lineEnd(text, start) };
}

/**
 * For each function that was running: the migration that wrote it, and the line. Empty where one of them is not from this
 * history.
 */
export function tellRoutines(failure: Failure): readonly string[] {
  const notes: string[] = [];
  for (const { routine, line } of readFrames(failure.error.context)) {
    if (routine === undefined) continue;
    const source = findRoutine(failure, routine);
    if (source === undefined) return [];
    const { up, name } = source.migration;
    const at = placeIn(up, lineOf(up.text, source.body, line).start);
    notes.push(`It fails inside \`${routine}\`, which ${name} wrote: ${at.file}, line ${at.line}.`);
  }
  return [...new Set(notes)];
}

interface RoutineSource {
  readonly migration: Migration;
  readonly body: Range;
}

/** The statement that last wrote the function before the failure. */
function findRoutine(failure: Failure, signature: string): RoutineSource | undefined {
  const wanted = signature.replace(/^.*?([^.(]+\()/, '$1');
  const chapters = failure.story.lives
    .filter(({ type }) => type === 'function' || type === 'procedure')
    .flatMap((life) =>
      life.chapters.filter(
        ({ identity }) =>
          sameSignature(identity, wanted) && lastName(life.type, identity) === lastName(life.type, signature),
      ),
    )
    .filter((chapter) => chapter.action !== 'drop' && isBefore(chapter, failure.at));
  for (const chapter of chapters.reverse()) {
    const source = bodyOfStatement(failure.history, chapter.migration, chapter.start, chapter.end);
    if (source !== undefined) return source;
  }
  return undefined;
}

function sameSignature(identity: string, wanted: string): boolean {
  const squeeze = (text: string) =>
    text.slice(text.indexOf('(')).replaceAll(/[\s"]/g, '').replaceAll('pg_catalog.', '');
  return squeeze(identity) === squeeze(wanted);
}

function bodyOfStatement(
  history: History,
  index: number,
  start: number,
  end: number,
): RoutineSource | undefined {
  const migration = history.migrations[index];
  if (migration === undefined) return undefined;
  const { text } = migration.up;
  if (!/^CREATE\s+(OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE)\b/i.test(text.slice(start, end))) return undefined;
  const body = bodyIn(text, { start, end }, 'AS');
  return body === undefined ? undefined : { migration, body };
}

/** The function body in a statement that an offset lies in. */
export function bodyAround(text: string, statement: Range, offset: number | undefined): string | undefined {
  if (offset === undefined) return undefined;
  const body = bodyIn(text, statement, 'AS');
  if (body === undefined || offset < body.start || offset >= body.end) return undefined;
  const close = /(\$[^$]*\$|')$/.exec(text.slice(body.start, body.end));
  return text.slice(body.start, body.end - (close?.[0].length ?? 0));
}

/** The quoted text that follows a word, without its quotes. */
function bodyIn(text: string, range: Range, after: 'DO' | 'AS'): Range | undefined {
  let last: Token | undefined;
  let isNear = false;
  for (const token of tokens(text, range.start, range.end)) {
    if (isNear && (token.kind === 'dollar' || token.kind === 'string')) {
      last = token;
      break;
    }
    const word = token.kind === 'word' ? text.slice(token.start, token.end).toUpperCase() : '';
    // DO LANGUAGE plpgsql $$ ... $$ has its body last.
    isNear = word === after || (after === 'DO' && (isNear || word === 'LANGUAGE'));
  }
  if (last === undefined) return undefined;
  const open =
    last.kind === 'dollar' ? text.indexOf('$', last.start + 1) + 1 : text.indexOf("'", last.start) + 1;
  return { start: open, end: last.end };
}

function lineOf(text: string, body: Range, line: number): Range {
  let start = body.start;
  for (let left = line - 1; left > 0; left -= 1) {
    const next = text.indexOf('\n', start);
    if (next === -1 || next >= body.end) break;
    start = next + 1;
  }
  return { start, end: Math.min(lineEnd(text, start), body.end) };
}
