import { bodiesOf } from './inner.ts';
import { tokens } from './scan.ts';

/** How little is said of a failure: nothing, or what most runners do not show. */
type Silence = 'nothing' | 'notice';

/**
 * What a body that the statement holds says where it catches every failure of a change (`EXCEPTION WHEN OTHERS`) and does no more
 * than that; undefined where none does, or where it warns or acts.
 */
export function silenceOf(statement: string): Silence | undefined {
  const found = bodiesOf(statement).flatMap((body) => {
    const words = [...tokens(body)].map(({ start, end }) => body.slice(start, end).toUpperCase());
    return words.flatMap((word, i) =>
      word === 'WHEN' &&
      ['EXCEPTION', ';'].includes(words[i - 1] ?? '') &&
      conditions(words, i).includes('OTHERS')
        ? (silenceAt(words, i) ?? [])
        : [],
    );
  });
  return found.find((one) => one === 'nothing') ?? found[0];
}

/** The same of the handler whose WHEN is at `at`. */
function silenceAt(words: readonly string[], at: number): Silence | undefined {
  const silence = saidFrom(words, words.indexOf('THEN', at) + 1);
  if (silence === undefined) return undefined;
  const changed = guarded(words, at).filter(
    // An extension that a server does not have is often done without, and a notice enough.
    ([verb, object]) => changes.has(verb) && !(silence === 'notice' && object === 'EXTENSION'),
  );
  return changed.length > 0 ? silence : undefined;
}

/** The words between the WHEN at `from` and its THEN. */
function conditions(words: readonly string[], from: number): readonly string[] {
  return words.slice(from + 1, words.indexOf('THEN', from));
}

const idle: ReadonlySet<string> = new Set(['NULL', 'RETURN', 'CONTINUE', 'EXIT', 'END', 'WHEN']);

/** What the statements from there up to the next WHEN or END say; undefined where one does more than pass on. */
function saidFrom(words: readonly string[], from: number): Silence | undefined {
  let said: Silence = 'nothing';
  let isStart = true;
  for (const [i, word] of words.slice(from).entries()) {
    if (isStart && (word === 'END' || word === 'WHEN')) return said;
    const isNotice = word === 'RAISE' && unshown.has(words[from + i + 1] ?? '');
    if (isStart && !isNotice && !idle.has(word)) return undefined;
    if (isStart && isNotice) said = 'notice';
    isStart = word === ';';
  }
  return said;
}

/** Levels that many runners do not show. */
const unshown: ReadonlySet<string> = new Set(['DEBUG', 'LOG', 'INFO', 'NOTICE']);

/** The verbs of statements that change something, whatever it is. */
const changes: ReadonlySet<string> = new Set(
  'ALTER CREATE DROP TRUNCATE INSERT UPDATE DELETE MERGE COPY GRANT REVOKE EXECUTE'.split(' '),
);

/** The first two words of the statements between the BEGIN of the handler's block and the handler. */
function guarded(
  words: readonly string[],
  until: number,
): readonly (readonly [verb: string, object: string | undefined])[] {
  const handler = words.lastIndexOf('EXCEPTION', until);
  const from = words.lastIndexOf('BEGIN', handler);
  return words
    .slice(from, handler)
    .flatMap((word, i, own) =>
      i > 0 && /^(;|BEGIN|THEN|ELSE|LOOP)$/.test(own[i - 1] ?? '') ? [[word, own[i + 1]] as const] : [],
    );
}
