import { objectId } from '../../model/object-id.ts';
import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, quoteIdentifier } from '../../postgres/identifier.ts';
import { type AnyNode, byKind, stringsOf, walk } from '../../sql/nodes.ts';
import { parseSql } from '../../sql/parse.ts';
import { factOf } from '../reading/facts.ts';
import { selected, termsOf } from '../reading/policy-terms.ts';
import { includesApi, isTrusted } from '../reading/rights.ts';
import { type Policy, policiesOf, tablesWithPolicies } from '../reading/row-security.ts';

export const policyAlwaysTrue: Rule = {
  id: 'policy-always-true',
  group: 'design',
  severity: 'warning',
  summary:
    'A policy lets everybody write every row: row security is enabled and keeps nobody out; or it lets users write what belongs to them and checks nothing of what becomes of it; or it compares a column with itself, as happens where a subquery has a column of the same name as the table.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of tablesWithPolicies(subject)) {
      const policies = policiesOf(subject, table);
      for (const policy of policies) {
        const { name, commands, isRestrictive, roles, act } = policy;
        if (act === undefined || roles.every(isTrusted)) continue;
        const same = comparedWithItself(policy);
        if (same !== undefined) yield hidingName(subject, table, policy, same);
        if (isRestrictive) continue;
        const isWritable = letsWrite(policy) && includesApi(roles);
        if (!isWritable && !letsGiveAway(policy)) continue;
        // Beside a restrictive policy it is as it should be: there must be one that permits.
        if (
          policies.some(
            (other) => other.isRestrictive && commands.every((one) => other.commands.includes(one)),
          )
        )
          continue;
        if (!isWritable) {
          yield givenAway(table, policy);
          continue;
        }
        const isInsert = commands.every((one) => one === 'INSERT');
        // Elsewhere a GRANT says who may add rows, and a log takes those of everybody.
        if (isInsert && subject.history.platform !== 'supabase') continue;
        yield {
          act,
          focus: name,
          // A form that anybody may fill in is meant to be like that.
          ...(isInsert ? { severity: 'info' as const } : {}),
          message: `policy \`${name}\` of ${table.name} lets ${roles.join(', ')} ${doing(policy)} any row`,
          hint: 'Say in USING and WITH CHECK whose rows they are, or name the role that is meant: TO service_role.',
        };
      }
    }
  },
};

function letsWrite({ commands, isForAll, using, check }: Policy): boolean {
  if (isForAll) return holdsAlways(using);
  const [command] = commands;
  if (command === 'INSERT') return holdsAlways(check);
  if (command === 'UPDATE') return holdsAlways(using) && (check === '' || holdsAlways(check));
  return command === 'DELETE' && holdsAlways(using);
}

/** `true`, or something that is compared with itself: `(1 = 1)`. */
function holdsAlways(condition: string): boolean {
  return condition === 'true' || /^\(?(.+) = \1\)?$/.test(condition);
}

/** The column that a condition of a policy compares with itself, as PostgreSQL writes it (`m.team_id`); undefined where none does. */
function comparedWithItself({ using, check }: Policy): readonly string[] | undefined {
  for (const condition of [using, check]) {
    const parsed = condition === '' || holdsAlways(condition) ? undefined : parseSql(`SELECT ${condition}`);
    if (!parsed?.ok) continue;
    let found: readonly string[] | undefined;
    walk(parsed.trees, (node) => {
      found ??= sameColumn(node);
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

function sameColumn(node: AnyNode): readonly string[] | undefined {
  const { A_Expr } = byKind(node);
  if (stringsOf(A_Expr?.name)[0] !== '=' || A_Expr?.kind !== 'AEXPR_OP') return undefined;
  const [a, b] = [A_Expr.lexpr, A_Expr.rexpr].map(columnParts);
  return a !== undefined && b !== undefined && a.length > 0 && a.join('\0') === b.join('\0') ? a : undefined;
}

function columnParts(node: unknown): readonly string[] {
  const { TypeCast, ColumnRef } = byKind(node);
  return TypeCast === undefined ? stringsOf(ColumnRef?.fields) : columnParts(TypeCast.arg);
}

function hidingName(subject: Subject, table: Fact, { name, act }: Policy, parts: readonly string[]): Verdict {
  const column = quoteIdentifier(parts.at(-1) ?? '');
  const written = parts.map((part) => quoteIdentifier(part)).join('.');
  const isMeant =
    parts.length > 1 && factOf(subject, objectId('column', `${table.name}.${column}`)) !== undefined;
  return {
    act,
    focus: name,
    message: `policy \`${name}\` of ${table.name} compares ${written} with itself, which holds of every row${isMeant ? `: in the subquery ${column} is not that of ${table.name}` : ''}`,
    hint: isMeant
      ? [
          'Name the table of the policy in the subquery:',
          { code: `${written} = ${quoteIdentifier(bareName(table.name))}.${column}` },
        ]
      : 'Compare it with what is meant.',
  };
}

/** Whether users may change rows that a column says are theirs, and what comes of them is not checked. */
function letsGiveAway({ commands, using, check }: Policy): boolean {
  if (!commands.includes('UPDATE') || !holdsAlways(check)) return false;
  return termsOf(using).some(({ node }) => {
    const { A_Expr } = byKind(node);
    if (stringsOf(A_Expr?.name)[0] !== '=') return false;
    const sides = [A_Expr?.lexpr, A_Expr?.rexpr];
    return sides.some(isUser) && sides.some(isColumn);
  });
}

/** Whether a value says who the user is. */
function isUser(node: unknown): boolean {
  const { TypeCast, SubLink, SQLValueFunction, FuncCall } = byKind(node);
  if (TypeCast !== undefined) return isUser(TypeCast.arg);
  if (SubLink !== undefined) return selected(SubLink.subselect).some(isUser);
  if (SQLValueFunction !== undefined) return /_USER$/.test(SQLValueFunction.op ?? '');
  return /^(auth\.uid|(pg_catalog\.)?current_setting)$/.test(stringsOf(FuncCall?.funcname).join('.'));
}

function isColumn(node: unknown): boolean {
  const { TypeCast, ColumnRef } = byKind(node);
  return TypeCast === undefined ? ColumnRef !== undefined : isColumn(TypeCast.arg);
}

function givenAway({ name: table }: Fact, { name, roles, act }: Policy): Verdict {
  return {
    act,
    focus: name,
    message: `policy \`${name}\` of ${table} lets ${roles.join(', ')} give a row of their own to anybody: WITH CHECK (true) holds whatever it is changed to`,
    hint: 'Leave WITH CHECK out: then what USING asks must hold of the changed row as well.',
  };
}

function doing({ isForAll, commands }: Policy): string {
  return isForAll ? 'write' : (commands[0] ?? '').toLowerCase();
}
