import type { Rule } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { few } from '../../model/words.ts';
import { bareName, withoutSignature } from '../../postgres/identifier.ts';
import { tokens } from '../../sql/scan.ts';
import { factsOf, isOwn, placeOf, textOf } from '../reading/facts.ts';
import { unique } from '../reading/wording.ts';

/** Built-in functions whose result is not one of their arguments alone. */
const changing: ReadonlySet<string> = new Set([
  'now',
  'clock_timestamp',
  'statement_timestamp',
  'transaction_timestamp',
  'timeofday',
  'random',
  'gen_random_uuid',
  'uuidv7',
  'nextval',
  'currval',
  'lastval',
  'current_setting',
  'txid_current',
  'pg_backend_pid',
]);

/** The same of those that are called without parentheses. */
const changingWords: ReadonlySet<string> = new Set([
  'current_timestamp',
  'current_date',
  'current_time',
  'localtimestamp',
  'localtime',
  'current_user',
  'session_user',
]);

export const immutableReads: Rule = {
  id: 'immutable-reads',
  group: 'design',
  severity: 'warning',
  summary:
    'A function is declared IMMUTABLE and asks for the time, a setting, a sequence or chance: plans and indexes keep a result that is no longer right.',
  descendsFrom: [],
  *judge(subject) {
    for (const routine of factsOf(subject, 'function')) {
      const called = unique(callsIn(routine));
      const identity = routine.name.replaceAll(', ', ',');
      if (called.length === 0 || !isOwn(subject, identity)) continue;
      yield {
        act: placeOf(subject, identity, 'IMMUTABLE'),
        focus: ['IMMUTABLE', bareName(withoutSignature(routine.name))],
        message: `function ${routine.name} is IMMUTABLE, and calls ${few(called, 4)}`,
        hint: [
          'Say what it is, or hand in what it asks for as an argument:',
          { code: `ALTER FUNCTION ${routine.name} ${stabilityOf(called)};` },
        ],
      };
    }
  },
};

/** What the body of an IMMUTABLE function in SQL or PL/pgSQL calls of these. */
function callsIn(routine: Fact): readonly string[] {
  const source = textOf(routine, 'source');
  const found = /^(?:AS (\$\w*\$)|BEGIN ATOMIC|RETURN )/m.exec(source);
  if (found === null || !/^(sql|plpgsql)$/.test(textOf(routine, 'language'))) return [];
  if (!/^ IMMUTABLE\b/m.test(source.slice(0, found.index))) return [];
  const [opening, quote = ''] = found;
  const start = found.index + (quote === '' ? 0 : opening.length);
  const all = [...tokens(source, start, source.length - quote.length)];
  return all.flatMap(({ kind, start: from, end }, i): readonly string[] => {
    const word = source.slice(from, end).toLowerCase();
    const isCall = source[all[i + 1]?.start ?? -1] === '(';
    if (kind !== 'word' || source[all[i - 1]?.start ?? -1] === '.') return [];
    if (changingWords.has(word)) return [word.toUpperCase()];
    return changing.has(word) && isCall ? [`${word}()`] : [];
  });
}

/** VOLATILE where a result differs within one statement, else STABLE. */
function stabilityOf(called: readonly string[]): 'VOLATILE' | 'STABLE' {
  return called.some((call) => /^(clock_|timeofday|random|gen_|uuid|nextval|currval|lastval)/.test(call))
    ? 'VOLATILE'
    : 'STABLE';
}
