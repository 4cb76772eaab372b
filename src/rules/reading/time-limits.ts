import type { Act, Subject } from '../../model/rule.ts';
import { innerStatements } from '../../sql/inner.ts';
import { byKind } from '../../sql/nodes.ts';

/** https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-STATEMENT-TIMEOUT */
type TimeSetting = 'lock_timeout' | 'statement_timeout';

/** Every act, in order, with the milliseconds that the history has set when it runs; without a limit `Infinity`. */
export function* timeLimits(
  { acts }: Subject,
  setting: TimeSetting,
): Iterable<{ readonly act: Act; readonly limit: number }> {
  let limits: Limits = { session: Infinity, local: undefined };
  let savepoints: readonly Savepoint[] = [];
  let always = Infinity;
  let begun = always;
  let at = -1;
  for (const act of acts) {
    // Runners that share a connection keep a SET of an earlier file; nobody should count on that.
    if (act.at !== at) {
      begun = always;
      limits = { session: begun, local: undefined };
    }
    at = act.at;
    const said = settingText(act, setting);
    const after = limitAfter(act, { said, setting, begun });
    // Later sessions begin with what is set for the role or the database; this one does not change.
    if (after !== undefined && act.head.startsWith('ALTER')) always = after;
    else if (after !== undefined) limits = changed(limits, act, { after, isLocal: isLocal(said) });
    const { kind, savepoint_name: name } =
      byKind(transactional.test(act.head) ? act.trees[0] : undefined).TransactionStmt ?? {};
    if (kind === 'TRANS_STMT_SAVEPOINT') savepoints = [{ name, act, limits }, ...savepoints];
    // What was set since then is undone.
    if (kind === 'TRANS_STMT_ROLLBACK_TO')
      limits = savepoints.find((one) => isOf(one, act, name))?.limits ?? limits;
    const limit = limits.local?.transaction === act.transaction ? limits.local.limit : limits.session;
    yield { act, limit };
  }
}

interface Limits {
  /** In milliseconds. */
  readonly session: number;
  /** What holds until the end of a transaction. */
  readonly local: { readonly transaction: number; readonly limit: number } | undefined;
}

interface Savepoint {
  readonly name: string | undefined;
  readonly act: Act;
  /** Those that ROLLBACK TO goes back to. */
  readonly limits: Limits;
}

const transactional = /^(SAVEPOINT|ROLLBACK) /;

/** Whether ROLLBACK TO means this savepoint. */
function isOf({ name, act: { at, transaction } }: Savepoint, act: Act, wanted: string | undefined): boolean {
  return name === wanted && at === act.at && transaction === act.transaction;
}

/** A SET or RESET for the session takes the place of a SET LOCAL before it. */
function changed(
  { session }: Limits,
  act: Act,
  { after, isLocal }: { readonly after: number; readonly isLocal: boolean },
): Limits {
  return isLocal
    ? { session, local: { transaction: act.transaction, limit: after } }
    : { session: after, local: undefined };
}

/** What of a statement may change the setting: of a block what it sets before it changes anything else; empty for nothing. */
function settingText({ head, text }: Act, setting: TimeSetting): string {
  if (!head.startsWith('DO')) return text;
  if (!text.toLowerCase().includes(setting)) return '';
  const first = innerStatements(text, verbs).find(
    (sql) => !/^PERFORM\b/i.test(sql) || sql.toLowerCase().includes(setting),
  );
  return first?.toLowerCase().includes(setting) ? first : '';
}

/** Verbs of what sets, calls or changes something in a block. */
const verbs =
  /^(SET|RESET|PERFORM|EXECUTE|ALTER|CREATE|DROP|TRUNCATE|LOCK|INSERT|UPDATE|DELETE|MERGE|COMMENT|GRANT|REVOKE)$/i;

/** Whether a setting ends with its transaction. */
function isLocal(text: string): boolean {
  return /\bSET\s+LOCAL\b/i.test(text) || /\bset_config\s*\([^)]*,\s*true\s*\)/i.test(text);
}

/**
 * The limit after the statement, or in later sessions where it is an ALTER; undefined where it does not change that. `begun`: what
 * the session began with.
 */
function limitAfter(
  act: Act,
  { said, setting, begun }: { readonly said: string; readonly setting: TimeSetting; readonly begun: number },
): number | undefined {
  const { head } = act;
  const isForLater = /^ALTER (ROLE|USER|DATABASE)\b/.test(head);
  if (isForLater && !isForMigrations(act)) return undefined;
  const without = isForLater ? Infinity : begun;
  if (/^(RESET ALL|DISCARD ALL)\b/i.test(head) || head.toLowerCase() === `reset ${setting}`) return without;
  if (isForLater && new RegExp(`\\bRESET\\s+(ALL|${setting})\\b`, 'i').test(said)) return without;
  if (!isForLater && !/^(SET|SELECT|DO)\b/.test(head)) return undefined;
  if (!new RegExp(`\\b${setting}\\b`, 'i').test(said)) return undefined;
  const value = new RegExp(`\\b${setting}(?:\\s*=|\\s+TO|'\\s*,)\\s*('[^']*'|[\\w.]+)`, 'i').exec(said)?.[1];
  if (value === undefined) return 0;
  return /^default$/i.test(value) ? without : readLimit(value.replaceAll("'", ''));
}

/** Whether a setting is for a database, or for the role that runs migrations; many are for roles that answer requests. */
function isForMigrations({ trees }: Act): boolean {
  const { AlterRoleSetStmt } = byKind(trees[0]);
  const { roletype, rolename } = AlterRoleSetStmt?.role ?? {};
  return roletype !== 'ROLESPEC_CSTRING' || rolename === 'postgres';
}

/** https://www.postgresql.org/docs/18/config-setting.html */
const units: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of a setting; without a limit `Infinity`. What is not known to be none counts as a short one. */
function readLimit(value: string): number {
  const [, digits, unit = 'ms'] = /^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*$/.exec(value) ?? [];
  if (digits === undefined) return 0;
  const limit = Number(digits) * (units[unit] ?? 1);
  return limit === 0 ? Infinity : limit;
}

/** A limit in words: `2 s`, `5 min`. */
export function inTime(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}
