import type { FuncCall } from '@pgsql/types';
import type { Rule } from '../../model/rule.ts';
import { byKind, stringsOf, walk } from '../../sql/nodes.ts';
import { termsOf } from '../reading/policy-terms.ts';
import { isTrusted } from '../reading/rights.ts';
import { policiesOf, tablesWithPolicies } from '../reading/row-security.ts';

export const policyOpenWhenUnset: Rule = {
  id: 'policy-open-when-unset',
  group: 'design',
  severity: 'warning',
  summary:
    'A policy lets every row pass where a setting is not set: a session that forgot to set it gets the rows of everybody.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of tablesWithPolicies(subject)) {
      for (const { name, using, check, roles, act } of policiesOf(subject, table)) {
        const setting = [using, check].map(openingSetting).find((one) => one !== undefined);
        if (setting === undefined || act === undefined || roles.every(isTrusted)) continue;
        yield {
          act,
          focus: [setting, name],
          message: `policy \`${name}\` of ${table.name} lets every row pass in a session where ${setting} is not set`,
          hint: `Leave out what lets them pass: then such a session gets no rows. Who shall have them all gets a policy of its own, with TO and the name of that role.`,
        };
      }
    }
  },
};

/** The setting without which rows pass that are else compared with it; undefined where there is none. */
function openingSetting(condition: string): string | undefined {
  for (const { node, others } of termsOf(condition)) {
    const setting = unsetIn(node);
    // Supabase's API sets its own for every request.
    if (setting === undefined || setting.startsWith('request.')) continue;
    if (others.some((other) => settingIn(other) === setting)) return setting;
  }
  return undefined;
}

/** The setting of `current_setting('app.tenant', true) IS NULL`, or of a comparison with the empty text. */
function unsetIn(node: unknown): string | undefined {
  const { NullTest, A_Expr } = byKind(node);
  if (NullTest !== undefined)
    return NullTest.nulltesttype === 'IS_NULL' ? settingIn(NullTest.arg) : undefined;
  if (A_Expr?.kind !== 'AEXPR_OP' || stringsOf(A_Expr.name)[0] !== '=') return undefined;
  return [A_Expr.lexpr, A_Expr.rexpr].some(isEmptyText) ? settingIn(A_Expr) : undefined;
}

function isEmptyText(node: unknown): boolean {
  const { TypeCast, A_Const } = byKind(node);
  if (TypeCast !== undefined) return isEmptyText(TypeCast.arg);
  return A_Const?.sval !== undefined && (A_Const.sval.sval ?? '') === '';
}

/** The setting that an expression asks for. */
function settingIn(expression: unknown): string | undefined {
  let setting: string | undefined;
  walk(expression, (node, kind) => {
    const { funcname, args = [] } = (kind === 'FuncCall' ? node : {}) as FuncCall;
    if (stringsOf(funcname).at(-1) === 'current_setting' && args.length > 0) setting ??= textIn(args[0]);
  });
  return setting;
}

function textIn(node: unknown): string | undefined {
  const { TypeCast, A_Const } = byKind(node);
  return TypeCast === undefined ? A_Const?.sval?.sval : textIn(TypeCast.arg);
}
