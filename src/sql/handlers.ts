import { bodiesOf } from './inner.ts';
import { tokens } from './scan.ts';

/**
 * Whether a body that the statement holds catches every failure of a change (`EXCEPTION WHEN OTHERS`) and does nothing then:
 * neither tells of it nor acts on it.
 */
export function isSilent(statement: string): boolean {
  return bodiesOf(statement).some((body) => {
    const words = [...tokens(body)].map(({ start, end }) => body.slice(start, end).toUpperCase());
    return words.some(
      (word, i) =>
        word === 'WHEN' &&
        ['EXCEPTION', ';'].includes(words[i - 1] ?? '') &&
        conditions(words, i).includes('OTHERS') &&
        doesNothing(words, words.indexOf('THEN', i) + 1) &&
        guarded(words, i).some((one) => changes.has(one)),
    );
  });
}

/** The words between the WHEN at `from` and its THEN. */
function conditions(words: readonly string[], from: number): readonly string[] {
  return words.slice(from + 1, words.indexOf('THEN', from));
}

const idle: ReadonlySet<string> = new Set(['NULL', 'RETURN', 'CONTINUE', 'EXIT', 'END', 'WHEN']);

/** Whether every statement from there up to the next WHEN or END only passes on. */
function doesNothing(words: readonly string[], from: number): boolean {
  let isStart = true;
  for (const word of words.slice(from)) {
    if (isStart && (word === 'END' || word === 'WHEN')) return true;
    if (isStart && !idle.has(word)) return false;
    isStart = word === ';';
  }
  return true;
}

/** The verbs of statements that change something, whatever it is. */
const changes: ReadonlySet<string> = new Set(
  'ALTER CREATE DROP TRUNCATE INSERT UPDATE DELETE MERGE COPY GRANT REVOKE EXECUTE'.split(' '),
);

/** The words that stand where statements begin, between the BEGIN of the handler's block and the handler. */
function guarded(words: readonly string[], until: number): readonly string[] {
  const handler = words.lastIndexOf('EXCEPTION', until);
  const from = words.lastIndexOf('BEGIN', handler);
  return words
    .slice(from, handler)
    .filter((_, i, own) => i > 0 && /^(;|BEGIN|THEN|ELSE|LOOP)$/.test(own[i - 1] ?? ''));
}
