import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName } from '../../postgres/identifier.ts';
import { relationsRead } from '../../sql/parse.ts';
import { isSame, namedBy, namedByIdentity } from '../../sql/relations.ts';
import { actsOn, factOf, factsOf, isAssumed, isOwn, ownTables, placeOf, textOf } from '../reading/facts.ts';
import { isInApi, isOfApi, readersOf } from '../reading/rights.ts';
import { isReadableBy } from '../reading/row-security.ts';
import { statementsOf } from '../reading/trees.ts';

export const viewPassesRowSecurity: Rule = {
  id: 'view-passes-row-security',
  group: 'design',
  severity: 'info',
  summary:
    "A view without security_invoker reads a table with row security: whoever may read the view reads with its owner's rights, past the policies. Or a table without row security is made of the rows of one that has it.",
  descendsFrom: [],
  *judge(subject) {
    const views = [...factsOf(subject, 'view'), ...factsOf(subject, 'materialized-view')];
    for (const view of views) {
      if (!isOwn(subject, view.name) || isInvoker(view) || narrowsItself(view)) continue;
      const lost = lostInvoker(subject, view);
      const granted = readersOf(subject, view);
      // Somebody reads a view for which such care was taken, be it by rights that no migration grants.
      const readers = granted.length === 0 && lost !== undefined ? ['every role with SELECT'] : granted;
      if (readers.length === 0) continue;
      const table = relationsBehind(subject, view).find((one) => isPassed(subject, view, one, readers));
      if (table === undefined) continue;
      const isOpen = readers.some(isOfApi) || isInApi(subject, view.schema);
      yield {
        act:
          lost ??
          actsOn(subject, view.name).findLast(({ head }) => head.startsWith('CREATE')) ??
          placeOf(subject, view.name),
        focus: bareName(view.name),
        ...(isOpen || lost !== undefined ? { severity: 'warning' as const } : {}),
        message: `${readers.join(', ')} may read ${view.name}, which ${table.definition.rowSecurity === true ? `reads ${table.name} past its row security` : `shows the accounts in ${table.name}`}`,
        hint:
          view.kind === 'view'
            ? { code: `ALTER VIEW ${view.name} SET (security_invoker = true);` }
            : [
                { code: `REVOKE SELECT ON ${view.name} FROM ${readers.join(', ')};` },
                'Its rows have no policies of their own: let a function read it that looks at who asks.',
              ],
      };
    }
    yield* copies(subject);
  },
};

/** Tables without row security that CREATE TABLE AS or SELECT INTO fills with the rows of one that has it. */
function* copies(subject: Subject): Iterable<Verdict> {
  for (const { act, into, query } of tablesFilled(subject)) {
    const copy = ownTables(subject).find(({ name }) => isSame(namedByIdentity(name), into));
    if (copy === undefined || copy.definition.rowSecurity === true) continue;
    const readers = readersOf(subject, copy);
    const names = relationsRead([query]);
    const table = factsOf(subject, 'table').find(
      (one) =>
        one !== copy &&
        one.definition.rowSecurity === true &&
        names.some((name) => isSame(namedByIdentity(one.name), name)) &&
        isPassed(subject, copy, one, readers),
    );
    if (table === undefined || readers.length === 0) continue;
    yield {
      act,
      focus: bareName(copy.name),
      ...(readers.some(isOfApi) ? { severity: 'warning' as const } : {}),
      message: `${readers.join(', ')} may read ${copy.name}, which holds rows of ${table.name} without its row security`,
      hint: [
        { code: `ALTER TABLE ${copy.name} ENABLE ROW LEVEL SECURITY;` },
        'and add policies for those who may read it: a copy has none of its own.',
      ],
    };
  }
}

/** The statements that make a table of what a query finds. */
function* tablesFilled(subject: Subject) {
  for (const { act, node } of statementsOf(subject, 'CreateTableAsStmt', /^CREATE\b.*\bTABLE\b/)) {
    if (node.objtype !== 'OBJECT_TABLE' || node.into?.skipData === true) continue;
    yield { act, into: namedBy(node.into?.rel), query: node.query };
  }
  for (const { act, node } of statementsOf(subject, 'SelectStmt', /^(SELECT|WITH)\b/)) {
    if (node.intoClause === undefined) continue;
    yield { act, into: namedBy(node.intoClause.rel), query: { ...node, intoClause: undefined } };
  }
}

/** Supabase's accounts. They have row security there, which a history that stands on its own may not know. */
const accounts = 'auth.users';

function isInvoker({ definition }: Fact): boolean {
  const options = (definition.options as readonly string[] | undefined) ?? [];
  return options.some((option) => /^security_invoker=(true|on|yes|1)$/i.test(option));
}

/**
 * The statement by which a view that ran with its reader's rights after an earlier migration does so no more: a CREATE OR REPLACE
 * that does not say it again is enough.
 */
function lostInvoker(subject: Subject, view: Fact): Act | undefined {
  if (view.kind !== 'view') return undefined;
  const acts = actsOn(subject, view.name).filter(makesOrAlters);
  const given = acts.findLast((act) => invoking.test(act.text));
  if (given === undefined) return undefined;
  return acts.find(
    (act) => act.at > given.at && (act.head.startsWith('CREATE') || /\bsecurity_invoker\b/i.test(act.text)),
  );
}

const invoking = /(?<!\bRESET\s*\([^)]*)\bsecurity_invoker\b(?!['"]?\s*=\s*['"]?(?:false|off|no|0)\b)/i;

function makesOrAlters({ head }: Act): boolean {
  return /^(CREATE|ALTER)\b.*\bVIEW\b/.test(head);
}

/** Whether a view itself asks who reads it, so that its owner's rights are meant. */
function narrowsItself(view: Fact): boolean {
  const who =
    /\bauth\.\w+\(\)|\bcurrent_setting\(|\b(current|session)_user\b|\bCURRENT_ROLE\b|has_\w+_privilege\(/i;
  return view.kind === 'view' && who.test(textOf(view, 'query'));
}

/** The tables that a view reads, also through views that take no more care than itself. */
function relationsBehind(subject: Subject, view: Fact, seen = new Set<Fact>([view])): readonly Fact[] {
  return view.dependsOn.flatMap((id) => {
    const fact = factOf(subject, id);
    const relation =
      fact?.kind === 'column' && fact.parent !== undefined ? factOf(subject, fact.parent) : fact;
    if (relation === undefined || seen.has(relation)) return [];
    seen.add(relation);
    if (relation.kind === 'table') return [relation];
    return relation.kind === 'view' && !isInvoker(relation) ? relationsBehind(subject, relation, seen) : [];
  });
}

/** Whether a table has policies that hold for one of the readers, and not for the owner of the view. */
function isPassed(subject: Subject, view: Fact, table: Fact, readers: readonly string[]): boolean {
  if (isAssumed(subject, table.name)) return false;
  if (table.definition.rowSecurity !== true) return table.name === accounts && readers.some(isOfApi);
  const isForced =
    table.definition.forceRowSecurity === true &&
    view.kind === 'view' &&
    view.definition.owner === table.definition.owner &&
    subject.history.platform === 'none';
  return !isForced && !readers.every((role) => isReadableBy(subject, table, role));
}
