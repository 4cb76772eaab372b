import type { Act, Rule } from '../../model/rule.ts';
import { lockName } from '../../postgres/locks.ts';
import { byKind } from '../../sql/nodes.ts';
import { strongLocks } from '../reading/strong-locks.ts';
import { waits } from '../reading/wording.ts';

export const noLockTimeout: Rule = {
  id: 'no-lock-timeout',
  group: 'observed',
  severity: 'info',
  summary:
    'A migration takes a strong lock without lock_timeout, or with one of more than 30 seconds: behind one long query it waits for that long, and all others wait behind it.',
  descendsFrom: [
    'squawk:require-lock-timeout',
    'squawk:require-timeout-settings',
    'eugene:E9',
    'pgls:lockTimeoutWarning',
  ],
  *judge(subject) {
    let limits: Limits = { session: Infinity, local: undefined };
    let savepoints: readonly Savepoint[] = [];
    let always = Infinity;
    let begun = always;
    let told = -1;
    let at = -1;
    for (const act of subject.acts) {
      // Runners that share a connection keep a SET of an earlier file; nobody should count on that.
      if (act.at !== at) {
        begun = always;
        limits = { session: begun, local: undefined };
      }
      at = act.at;
      const after = limitAfter(act, begun);
      // Later sessions begin with what is set for the role or the database; this one does not change.
      if (after !== undefined && act.head.startsWith('ALTER')) always = after;
      else if (after !== undefined) limits = changed(limits, act, after);
      const { kind, savepoint_name: name } =
        byKind(transactional.test(act.head) ? act.trees[0] : undefined).TransactionStmt ?? {};
      if (kind === 'TRANS_STMT_SAVEPOINT') savepoints = [{ name, act, limits }, ...savepoints];
      // What was set since then is undone.
      if (kind === 'TRANS_STMT_ROLLBACK_TO')
        limits = savepoints.find((one) => isOf(one, act, name))?.limits ?? limits;
      const wait = limits.local?.transaction === act.transaction ? limits.local.limit : limits.session;
      if (wait <= longestWait || told === act.at) continue;
      const [lock] = strongLocks(act);
      if (lock === undefined) continue;
      told = act.at;
      const isEndless = wait === Infinity;
      yield {
        act,
        message: `this takes ${lockName(lock.mode)} on ${lock.relation} and waits for it ${isEndless ? 'without end' : `for up to ${inWords(wait)}`}; while it waits, ${waits(lock.mode)}`,
        hint: isEndless
          ? [
              'Put a limit first, and run the migration again when it was reached:',
              { code: "SET lock_timeout = '2s';" },
            ]
          : [
              'Wait for less, and run the migration again when that was reached:',
              { code: "SET lock_timeout = '2s';" },
            ],
      };
    }
  },
};

/** For how many milliseconds locks are waited for. */
interface Limits {
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
function changed({ session }: Limits, act: Act, after: number): Limits {
  return isLocal(act)
    ? { session, local: { transaction: act.transaction, limit: after } }
    : { session: after, local: undefined };
}

/** Milliseconds for which others may well wait behind a migration. */
const longestWait = 30_000;

/** Whether a setting ends with its transaction. */
function isLocal({ head, text }: Act): boolean {
  return head.startsWith('SET LOCAL') || /\bset_config\s*\([^)]*,\s*true\s*\)/i.test(text);
}

/**
 * For how many milliseconds locks are waited for after the statement, or in later sessions where it is an ALTER; undefined where
 * it does not change that. `begun`: what the session began with.
 */
function limitAfter(act: Act, begun: number): number | undefined {
  const { head, text } = act;
  const isForLater = /^ALTER (ROLE|USER|DATABASE)\b/.test(head);
  if (isForLater && !isForMigrations(act)) return undefined;
  const without = isForLater ? Infinity : begun;
  if (/^(RESET (ALL|LOCK_TIMEOUT)|DISCARD ALL)\b/i.test(head)) return without;
  if (isForLater && /\bRESET\s+(ALL|lock_timeout)\b/i.test(text)) return without;
  if (!(isForLater || /^(SET|SELECT)\b/.test(head)) || !/\block_timeout\b/i.test(text)) return undefined;
  const [, value] = /\block_timeout(?:\s*=|\s+TO|'\s*,)\s*('[^']*'|[\w.]+)/i.exec(text) ?? [];
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

function inWords(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}
