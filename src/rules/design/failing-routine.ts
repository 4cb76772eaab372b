import { groupBy } from '../../model/group-by.ts';
import type { Hint } from '../../model/hint.ts';
import { type Act, compareActs, type Rule, type Subject, type Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { few, list } from '../../model/words.ts';
import { bareName, identifiersIn, quoteIdentifier, withoutSignature } from '../../postgres/identifier.ts';
import { endsWithoutReturn } from '../../sql/plpgsql-end.ts';
import { actsOn, factOf, factsOf, isOwn, placeOf, routineIdentity, textOf } from '../reading/facts.ts';
import { placeOfColumn } from '../reading/places.ts';
import { columnNamed, type SureFault, shownMissing, sureFault } from '../reading/routine-faults.ts';
import { unique } from '../reading/wording.ts';

/** https://www.postgresql.org/docs/18/plpgsql-development.html */
export const failingRoutine: Rule = {
  id: 'failing-routine',
  group: 'design',
  severity: 'warning',
  summary:
    'A function, procedure or trigger function uses a column, table, function or type that is not there when the history has run: bodies are not looked at again after a rename or a drop, and those in PL/pgSQL not even when they are created; or a name in it is that of a variable and of a column; or it has no RETURN. It fails when it gets there.',
  descendsFrom: [],
  *judge(subject) {
    if (!ranWhole(subject)) return;
    for (const [first, ...more] of groupBy(faultsIn(subject), keyOf).values()) {
      const routine = factOf(subject, first.fault.routine) as Fact;
      const same = [first, ...more];
      const made = lastMade(subject, routine);
      const broken = first.loss?.act ?? gainOf(subject, first);
      const isLater = broken !== undefined && (made === undefined || compareActs(broken, made) > 0);
      yield {
        act: isLater ? broken : made,
        focus: [
          ...(first.missing.what === 'operator' ? [] : [first.missing.name]),
          bareName(withoutSignature(routine.name)),
        ],
        message: `${wordFor(routine)} ${withoutSignature(routine.name)}() ${what(same)}: it fails when it gets there`,
        notes: [...placeNote(same), ...lossNote(first), ...(isLater ? madeNote(made) : [])],
        hint: hintFor(first, routine),
      };
    }
    yield* withoutReturn(subject);
  },
};

/** Functions that have to give something back, and do not. https://www.postgresql.org/docs/18/plpgsql-control-structures.html */
function* withoutReturn(subject: Subject): Iterable<Verdict> {
  for (const routine of factsOf(subject, 'function')) {
    if (!isOwn(subject, routineIdentity(routine.name)) || !hasToReturn(routine)) continue;
    const source = textOf(routine, 'source');
    if (!endsWithoutReturn(source) || callsWhatRaises(subject, source)) continue;
    const isOfTriggers = textOf(routine, 'result') === 'trigger';
    const name = withoutSignature(routine.name);
    yield {
      act: lastMade(subject, routine),
      focus: bareName(name),
      message: `${wordFor(routine)} ${name}() has no RETURN: ${isOfTriggers ? 'whatever fires its trigger fails' : 'each call fails'} when it gets to the end of the body`,
      hint: isOfTriggers
        ? 'End the body with `RETURN NEW;`, or `RETURN OLD;` for DELETE, or `RETURN NULL;` where the trigger is AFTER.'
        : 'End the body with a RETURN, or declare that it RETURNS void.',
    };
  }
}

function hasToReturn(routine: Fact): boolean {
  if (textOf(routine, 'language') !== 'plpgsql') return false;
  const hasOut = /\b(IN)?OUT\b/i.test(textOf(routine, 'arguments'));
  return !hasOut && !/^(void|event_trigger|SETOF .*|TABLE\(.*)$/.test(textOf(routine, 'result'));
}

/** Whether a body runs a function of the history that raises something: it may be there to end the body. */
function callsWhatRaises(subject: Subject, source: string): boolean {
  const words = identifiersIn(source.slice(source.indexOf('$')));
  return [...factsOf(subject, 'function'), ...factsOf(subject, 'procedure')].some(
    (other) =>
      textOf(other, 'source') !== source &&
      words.has(bareName(withoutSignature(other.name))) &&
      /\bRAISE\b/i.test(textOf(other, 'source')),
  );
}

/** After a failure what is there in the end is not what will be there. */
function ranWhole({ trace }: Subject): boolean {
  return trace.migrations.every(({ outcome }) => outcome === 'applied');
}

function faultsIn(subject: Subject): readonly SureFault[] {
  return (subject.schema?.routineFaults ?? []).flatMap((fault) => {
    const routine = factOf(subject, fault.routine);
    if (routine === undefined || !isOwn(subject, routineIdentity(routine.name))) return [];
    return sureFault(subject, fault) ?? [];
  });
}

function keyOf({ fault, missing }: SureFault): string {
  const { what, name, arguments: given } = missing;
  return [fault.routine, what, name, given].join('\n');
}

/** The last statement that gave a table the column whose name a variable has. */
function gainOf(subject: Subject, { missing, tables }: SureFault): Act | undefined {
  if (missing.what !== 'ambiguity') return undefined;
  const columns = tables.flatMap((table) => columnNamed(subject, table.id, missing.name) ?? []);
  const acts = columns.flatMap((column) => placeOfColumn(subject, column) ?? []);
  return acts.sort(compareActs).at(-1);
}

/** The last statement that wrote the body. */
function lastMade(subject: Subject, routine: Fact): Act | undefined {
  const identity = routineIdentity(routine.name);
  const made = actsOn(subject, identity).findLast(
    ({ head, text }) => /^(CREATE|DO)\b/.test(head) && /\b(FUNCTION|PROCEDURE)\b/i.test(text),
  );
  return made ?? placeOf(subject, identity);
}

function wordFor(routine: Fact): string {
  return textOf(routine, 'result') === 'trigger' ? 'trigger function' : routine.kind;
}

/** What the routine does, and what comes of it. */
function what(same: readonly SureFault[]): string {
  const { missing, elsewhere, fault } = same[0] as SureFault;
  const name = shownMissing(missing);
  const tables = unique(same.flatMap((one) => one.tables.map((table) => table.name)));
  switch (missing.what) {
    case 'column':
      if (tables.length === 0) return `uses \`${name}\`, which is neither a variable nor a column`;
      return `uses column \`${name}\`${ofRow(same)}, which ${tables.length === 1 ? tables[0] : `none of ${few(tables, 4)}`} ${tables.length === 1 ? 'does not have' : 'has'}`;
    case 'ambiguity':
      return `uses \`${name}\`, which is both a variable and a column${tables.length === 0 ? '' : ` of ${few(tables, 4)}`}`;
    case 'operator':
      return `uses an operator that does not exist, \`${missing.arguments}\``;
    case 'function':
      if (elsewhere.length > 0) return `calls ${name}, which is not in its search_path`;
      return fault.namesakes.length > 0
        ? `calls ${name}, and no function of that name takes these arguments`
        : `calls ${name}, which does not exist`;
    default:
      return `uses ${missing.what} ${name}, which ${elsewhere.length > 0 ? 'is not in its search_path' : 'does not exist'}`;
  }
}

function ofRow(same: readonly SureFault[]): string {
  const { fault, missing, tables } = same[0] as SureFault;
  if (fault.table === undefined || fault.table !== tables[0]?.name) return '';
  const row = ['NEW', 'OLD'].find((one) => new RegExp(`\\b${one}\\W*\\.`, 'i').test(fault.sql));
  return row === undefined || missing.of === undefined ? '' : ` of ${row}`;
}

function placeNote(same: readonly SureFault[]): readonly string[] {
  const lines = unique(same.flatMap(({ fault }) => fault.line ?? []));
  return lines.length === 0 ? [] : [`It gets there in line ${list(lines.map(String))} of its body.`];
}

function lossNote({ loss }: SureFault): readonly string[] {
  if (loss === undefined) return [];
  const { act, was, identity } = loss;
  return [
    identity === undefined
      ? `${act.migration.name} drops ${was}.`
      : `${act.migration.name} renames ${was} to ${identity}.`,
  ];
}

function madeNote(made: Act | undefined): readonly string[] {
  return made === undefined ? [] : [`Its body is as ${made.migration.name} wrote it.`];
}

function hintFor({ missing, tables, loss, similar, elsewhere }: SureFault, routine: Fact): Hint {
  const replace = `Write the ${routine.kind} anew in a migration, with CREATE OR REPLACE ${routine.kind.toUpperCase()}`;
  if (missing.what === 'ambiguity')
    return `${replace}, and write the column with its table or alias, \`${bareName(tables[0]?.name ?? 't')}.${quoteIdentifier(missing.name)}\`; or \`#variable_conflict use_column\` as the first line of the body. Parameters and the columns of RETURNS TABLE are variables too.`;
  if (missing.what === 'operator') return `${replace}, and cast one side to the type of the other.`;
  if (elsewhere.length > 0)
    return `${replace}, and say the schema with the name: \`${elsewhere[0]}.${missing.name}\`.`;
  if (loss?.identity !== undefined)
    return `${replace}, so that it says \`${bareName(withoutSignature(loss.identity))}\`.`;
  if (similar[0] !== undefined)
    return `${replace}, so that it says \`${similar[0]}\`, if that is what is meant.`;
  return `${replace}, so that it does without, or create what it uses before it is called.`;
}
