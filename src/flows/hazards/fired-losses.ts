import type { RangeVar } from '@pgsql/types';
import type { Act, Subject } from '../../model/rule.ts';
import { qualifiedPattern, splitIdentifier, splitOn } from '../../postgres/identifier.ts';
import { innerChanges } from '../../sql/inner.ts';
import { byKind, stringsOf, walk } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, namedByList, shown } from '../../sql/relations.ts';
import { rowsWritten } from '../../sql/statement.ts';
import { rowsIn, tableThere } from './probes.ts';
import { writtenBy, writtenSoFar } from './relations-meant.ts';
import type { UnseenLoss } from './unseen-losses.ts';

/** A change of rows, as an `INSERT`, `UPDATE` or `DELETE` makes it. */
interface Write {
  readonly verb: string;
  readonly table: Named;
}

/** A rule or a trigger of the history, which writes when somebody writes into its table. */
interface Fired {
  /** `rule keep of a`. */
  readonly title: string;
  readonly on: Named;
  /** The verbs that fire it. */
  readonly events: readonly string[];
  readonly writes: readonly Write[];
}

/**
 * The rows that statements from a migration on lose without saying so, since a rule or a trigger deletes them: once for each of
 * these and each migration. `loadParser` must have been awaited.
 */
export function firedLosses(subject: Subject, from: number): readonly UnseenLoss[] {
  const watchers = new Watchers();
  const found = new Map<string, UnseenLoss>();
  for (const act of subject.acts) {
    const known = act.at >= from && act.ran ? watchers.all() : [];
    for (const loss of known.length === 0 ? [] : lossesOf(subject, act, known)) {
      const key = `${act.at} ${loss.message}`;
      if (!found.has(key)) found.set(key, loss);
    }
    watchers.learn(act);
  }
  return [...found.values()];
}

function lossesOf(subject: Subject, act: Act, known: readonly Fired[]): readonly UnseenLoss[] {
  return /^INSERT\b/.test(act.head) ? firedByInsert(act, known) : firedUnderLocks(subject, act, known);
}

const insertInto = new RegExp(`^INSERT\\s+INTO\\s+(${qualifiedPattern})`, 'iu');

/** No locks are read behind an INSERT, since dumps hold thousands: what it fires is followed by the texts. */
function firedByInsert(act: Act, known: readonly Fired[]): readonly UnseenLoss[] {
  const into = insertInto.exec(act.text)?.[1];
  if (into === undefined) return [];
  const open: Write[] = [{ verb: 'INSERT', table: namedByList(splitIdentifier(into)) }];
  const fired = new Set<Fired>();
  for (let write = open.pop(); write !== undefined; write = open.pop()) {
    const { verb, table } = write;
    for (const one of known) {
      if (fired.has(one) || !one.events.includes(verb) || !isSame(one.on, table)) continue;
      fired.add(one);
      open.push(...one.writes);
    }
  }
  return [...fired].flatMap((one) => lossesBy(act, one));
}

/** Elsewhere the locks that the rehearsal saw prove that both tables were written. One that is held already is not told again. */
function firedUnderLocks(subject: Subject, act: Act, known: readonly Fired[]): readonly UnseenLoss[] {
  if (rowsWritten(act.head) === undefined || writtenBy(act).length === 0) return [];
  const isWritten = (table: Named) =>
    writtenSoFar(subject, act, table.name).some((one) => isSame(one, table));
  return known
    .filter(({ on, events }) => isWritten(on) && mayCause(act, events))
    .flatMap((one) => lossesBy(act, { ...one, writes: one.writes.filter(({ table }) => isWritten(table)) }));
}

/** The text tells what it does to the table, but for the functions, procedures and prepared statements that it calls. */
function mayCause({ head, text }: Act, events: readonly string[]): boolean {
  if (/^(SELECT|CALL|EXECUTE)\b/.test(head)) return true;
  const verbs = head.startsWith('COPY') ? 'INSERT' : text.toUpperCase();
  return events.some((event) => new RegExp(`\\b${event}\\b`).test(verbs));
}

function lossesBy(act: Act, { title, writes }: Fired): readonly UnseenLoss[] {
  return writes
    .filter(({ verb }) => verb === 'DELETE')
    .map(({ table }) => {
      const name = shown(table);
      const message = `Rows of ${name} are deleted by ${title}.`;
      return { act, message, table: name, ifThere: tableThere(name), probe: rowsIn(name) };
    });
}

function writesIn(tree: object): readonly Write[] {
  const found: Write[] = [];
  walk([tree], (node, kind) => {
    if (kind === 'InsertStmt' || kind === 'UpdateStmt' || kind === 'DeleteStmt')
      found.push({
        verb: kind.slice(0, -'Stmt'.length).toUpperCase(),
        table: namedBy(node.relation as RangeVar),
      });
  });
  return found;
}

/** The rules and triggers that are there at a point of the history. */
class Watchers {
  /** By `rule name on table`; of a trigger the function is asked when it fires. */
  private readonly made = new Map<
    string,
    Omit<Fired, 'writes'> & { readonly writes: () => readonly Write[] }
  >();
  private readonly functions = new Map<string, readonly Write[]>();

  all(): readonly Fired[] {
    return [...this.made.values()].map((one) => ({ ...one, writes: one.writes() }));
  }

  learn(act: Act): void {
    for (const { action, type, identity } of act.seen?.events ?? []) {
      const [name, table] = splitOn(identity) ?? [];
      if (action === 'drop' && name !== undefined && table !== undefined)
        this.made.delete(keyOf(type, splitIdentifier(name)[0], namedByIdentity(table)));
    }
    const name = /^CREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\s+((?:"[^"]*"|[^\s("])+)/i.exec(act.text)?.[1];
    if (name !== undefined) this.functions.set(splitIdentifier(name).at(-1) ?? '', writesOf(act.text));
    if (/^CREATE (OR REPLACE )?(CONSTRAINT )?(RULE|TRIGGER)\b/.test(act.head))
      for (const tree of act.trees) this.make(tree);
  }

  private make(tree: object): void {
    const { RuleStmt: rule, CreateTrigStmt: trigger } = byKind(tree);
    if (rule !== undefined) {
      const on = namedBy(rule.relation);
      const events = [(rule.event ?? '').replace('CMD_', '')];
      const writes = writesIn(tree);
      const title = `rule ${rule.rulename} of ${shown(on)}`;
      this.made.set(keyOf('rule', rule.rulename, on), { title, on, events, writes: () => writes });
    }
    if (trigger !== undefined) {
      const on = namedBy(trigger.relation);
      const events = triggerEvents
        .filter(([bit]) => ((trigger.events ?? 0) & bit) !== 0)
        .map(([, one]) => one);
      const called = stringsOf(trigger.funcname).at(-1) ?? '';
      const writes = () => this.functions.get(called) ?? [];
      const title = `trigger ${trigger.trigname} of ${shown(on)}`;
      this.made.set(keyOf('trigger', trigger.trigname, on), { title, on, events, writes });
    }
  }
}

function keyOf(type: string, name: string | undefined, on: Named): string {
  return `${type} ${name} on ${on.name}`;
}

/** https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/catalog/pg_trigger.h */
const triggerEvents = [
  [4, 'INSERT'],
  [8, 'DELETE'],
  [16, 'UPDATE'],
] as const;

function writesOf(text: string): readonly Write[] {
  return innerChanges(text).flatMap(({ verb, relation }) =>
    relation === undefined ? [] : [{ verb, table: namedByList(splitIdentifier(relation)) }],
  );
}
