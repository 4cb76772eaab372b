import pc from 'picocolors';
import { StrataError } from '../model/errors.ts';
import { noPaint, type Painter } from '../report/paint.ts';
import { visible, withoutPasswords } from '../report/text.ts';
import type { TtyOptions } from '../report/tty.ts';

/** The contract of every command. */
export const exitCodes = { ok: 0, findings: 1, usage: 2, failure: 3 } as const;

/** Colours only where a person looks, and never against NO_COLOR. */
export function painterFor(stream: NodeJS.WriteStream): Painter {
  const wanted =
    process.env.FORCE_COLOR !== undefined ? process.env.FORCE_COLOR !== '0' : stream.isTTY === true;
  if (!wanted || (process.env.NO_COLOR ?? '') !== '') return noPaint;
  const c = pc.createColors(true);
  return { bad: c.red, warn: c.yellow, good: c.green, dim: c.dim, strong: c.bold, name: c.cyan };
}

export function ttyOptions(stream: NodeJS.WriteStream = process.stdout): TtyOptions {
  return { paint: painterFor(stream), width: Math.min(stream.columns || 100, 120) };
}

/** Writes a report to standard output. Text from files and databases cannot control the terminal; only colours pass. */
export function print(text: string): void {
  process.stdout.write(printable(text));
}

/** Writes to standard error what a person reads beside the output, as safe for the terminal as `print`, and without passwords. */
export function printNote(text: string): void {
  process.stderr.write(printable(withoutPasswords(text)));
}

function printable(text: string): string {
  const colour = /(\p{Cc}\[(?:[0-2]|22|3[1-6]|39)m)/u;
  return text
    .split(colour)
    .map((part, i) => (i % 2 === 1 ? part : visible(part)))
    .join('');
}

/** Prints an error to standard error: what happened, where, and what to do. The stack is printed only for a defect of Strata. */
export function printError(error: unknown): void {
  const paint = painterFor(process.stderr);
  if (error instanceof StrataError && error.code !== 'internal') {
    const where =
      error.where === undefined ? '' : `${error.where.file}:${error.where.line}:${error.where.column}: `;
    printNote(`${paint.bad('error')} ${where}${error.message}\n`);
    if (error.hint !== undefined) printNote(`${paint.good('→')} ${error.hint.replaceAll('\n', '\n  ')}\n`);
    return;
  }
  const text = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const refusal = refusals[(cause as NodeJS.ErrnoException | undefined)?.code ?? ''];
  if (refusal !== undefined) {
    printNote(`${paint.bad('error')} ${text}\n${paint.good('→')} ${refusal}\n`);
    return;
  }
  printNote(`${paint.bad('strata failed')} ${text}\n`);
  if (cause instanceof Error && cause.stack !== undefined) printNote(`${paint.dim(cause.stack)}\n`);
  printNote('This is a defect of Strata, not of your project: please report it with the lines above.\n');
}

/** What the system refuses is no defect of anybody's code. */
const refusals: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space there.',
  EDQUOT: 'The disk quota is used up: free some space there.',
  EROFS: 'That file system can only be read.',
  EMFILE: 'Too many files are open: allow this process more (ulimit -n 1024).',
  ENFILE: 'Too many files are open on this machine.',
  ENOMEM: 'The machine is out of memory.',
  EIO: 'The disk does not answer as it should.',
};
