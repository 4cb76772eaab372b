import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { few } from '../../model/words.ts';
import { readCheck } from '../../postgres/check.ts';
import { bareName, withoutSignature } from '../../postgres/identifier.ts';
import { callsVolatile, volatilityOf } from '../../postgres/volatility.ts';
import { byKind, lastString, stringsOf } from '../../sql/nodes.ts';
import { parseSql } from '../../sql/parse.ts';
import { isSame, namedByIdentity } from '../../sql/relations.ts';
import { tokens } from '../../sql/scan.ts';
import { childrenOf, factsOf, isOwn, ownTables, placeOf, routineIdentity, textOf } from '../reading/facts.ts';
import { placeOfConstraint } from '../reading/places.ts';
import { unique } from '../reading/wording.ts';

/** What is called without parentheses and whose result is not one of its arguments alone. */
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
    'A function is declared IMMUTABLE and reads a table, or asks for the time, a setting, a sequence or chance: plans and indexes keep a result that is no longer right; or a CHECK, which counts as immutable, compares with the time so that rows break it as it passes.',
  descendsFrom: [],
  *judge(subject) {
    for (const routine of factsOf(subject, 'function')) {
      const identity = routineIdentity(routine.name);
      const words = wordsOf(routine);
      if (words.length === 0 || !isOwn(subject, identity)) continue;
      const called = unique(words.flatMap((word) => callOf(word) ?? []));
      const read = unique(
        words.flatMap((word, i) => relationAt(subject, word, words.slice(Math.max(0, i - 2), i))?.name ?? []),
      );
      const what = [
        ...(called.length === 0 ? [] : [`calls ${few(called, 4)}`]),
        ...(read.length === 0 ? [] : [`reads ${few(read, 4)}`]),
      ];
      if (what.length === 0) continue;
      yield {
        act: placeOf(subject, identity, 'IMMUTABLE'),
        focus: ['IMMUTABLE', bareName(withoutSignature(routine.name))],
        message: `function ${routine.name} is IMMUTABLE, and ${what.join(' and ')}`,
        hint: [
          'Say what it is, or hand in what it asks for as an argument:',
          { code: `ALTER FUNCTION ${routine.name} ${stabilityOf(called)};` },
        ],
      };
    }
    yield* checks(subject);
  },
};

/** CHECKs that rows fulfil when they are written, and later no more: what compares with the time the other way round stays true. */
function* checks(subject: Subject): Iterable<Verdict> {
  for (const table of ownTables(subject)) {
    for (const constraint of childrenOf(subject, table.id, 'constraint')) {
      const expression = readCheck(textOf(constraint, 'definition'));
      if (expression === undefined || !expires(expression)) continue;
      const name = bareName(constraint.name);
      yield {
        act: placeOfConstraint(subject, constraint),
        focus: [name, 'CHECK'],
        message: `rows of ${table.name} that fulfil \`${name}\` break it as time passes: then every UPDATE of them fails, and so does restoring a dump`,
        hint: 'Let a trigger or the application compare with the time when the row comes in, or compare two columns.',
      };
    }
  }
}

/** Whether a condition asks for something to be later than now, be it as one of several things. */
function expires(expression: string): boolean {
  if (!/\b(now|\w+_timestamp)\(|\b(CURRENT|LOCAL)_?\w+/i.test(expression)) return false;
  const parsed = parseSql(`SELECT ${expression}`);
  const target = parsed.ok ? byKind(parsed.trees[0]).SelectStmt?.targetList?.[0] : undefined;
  const open: unknown[] = [byKind(target).ResTarget?.val];
  for (const node of open) {
    const { A_Expr, BoolExpr } = byKind(node);
    if (BoolExpr?.boolop !== 'NOT_EXPR') open.push(...(BoolExpr?.args ?? []));
    const [operator = ''] = stringsOf(A_Expr?.name);
    const [early, late] = /^<=?$/.test(operator)
      ? [A_Expr?.lexpr, A_Expr?.rexpr]
      : [A_Expr?.rexpr, A_Expr?.lexpr];
    if (/^([<>]=?|=)$/.test(operator) && isTime(early) && !isTime(late)) return true;
  }
  return false;
}

/** Whether a value is the time, or lies before or after it. */
function isTime(node: unknown): boolean {
  const { SQLValueFunction, FuncCall, TypeCast, A_Expr } = byKind(node);
  if (SQLValueFunction !== undefined)
    return /^SVFOP_(CURRENT_(DATE|TIME)|LOCALTIME)/.test(SQLValueFunction.op ?? '');
  if (TypeCast !== undefined) return isTime(TypeCast.arg);
  if (A_Expr !== undefined) return /^[-+]$/.test(stringsOf(A_Expr.name)[0] ?? '') && isTime(A_Expr.lexpr);
  return /^(now|\w+_timestamp)$/.test(lastString(FuncCall?.funcname) ?? '');
}

/** A word or a name of a body. */
interface Word {
  /** Unquoted and folded. */
  readonly name: string;
  readonly schema: string | undefined;
  readonly isCall: boolean;
}

/** The words of the body of an IMMUTABLE function in SQL or PL/pgSQL, without its comments and literals; none of any other. */
function wordsOf(routine: Fact): readonly Word[] {
  const source = textOf(routine, 'source');
  const found = /^(?:AS (\$\w*\$)|BEGIN ATOMIC|RETURN )/m.exec(source);
  if (found === null || !/^(sql|plpgsql)$/.test(textOf(routine, 'language'))) return [];
  if (!/^ IMMUTABLE\b/m.test(source.slice(0, found.index))) return [];
  const [opening, quote = ''] = found;
  const start = found.index + (quote === '' ? 0 : opening.length);
  const all = [...tokens(source, start, source.length - quote.length)];
  const textAt = (i: number) => source.slice(all[i]?.start ?? 0, all[i]?.end ?? 0);
  return all.flatMap(({ kind }, i): readonly Word[] => {
    if (!/^(word|quoted)$/.test(kind) || textAt(i + 1) === '.') return [];
    const schema = textAt(i - 1) === '.' ? bareName(textAt(i - 2)) : undefined;
    return [{ name: bareName(textAt(i)), schema, isCall: textAt(i + 1) === '(' }];
  });
}

/** A call of a function that is not immutable, as a message names it. */
function callOf({ name, schema, isCall }: Word): string | undefined {
  if (schema !== undefined && schema !== 'pg_catalog') return undefined;
  if (schema === undefined && !isCall && changingWords.has(name)) return name.toUpperCase();
  return isCall && volatilityOf(name) !== undefined ? `${name}()` : undefined;
}

/** The table or view that a word is, where it stands behind FROM or JOIN; `before` are the two words before it. */
function relationAt(subject: Subject, word: Word, before: readonly Word[]): Fact | undefined {
  const [earlier, last] = [before.at(-2)?.name, before.at(-1)?.name ?? ''];
  if (word.isCall || !/^(from|join)$/.test(last) || earlier === 'distinct') return undefined;
  return (['table', 'view', 'materialized-view'] as const)
    .flatMap((kind) => factsOf(subject, kind))
    .find(({ name }) => isSame(namedByIdentity(name), word));
}

/** VOLATILE where a result differs within one statement, else STABLE. */
function stabilityOf(called: readonly string[]): 'VOLATILE' | 'STABLE' {
  return called.some(callsVolatile) ? 'VOLATILE' : 'STABLE';
}
