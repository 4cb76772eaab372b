import type { Act, Rule } from '../../model/rule.ts';
import { lockName } from '../../postgres/locks.ts';
import { strongLocks } from '../reading/strong-locks.ts';
import { isIdle } from '../reading/tables.ts';
import { waits } from '../reading/wording.ts';

export const noLockTimeout: Rule = {
  id: 'no-lock-timeout',
  group: 'observed',
  severity: 'info',
  summary:
    'A migration takes a strong lock without lock_timeout: behind one long query it waits for ever, and all others wait behind it.',
  descendsFrom: [
    'squawk:require-lock-timeout',
    'squawk:require-timeout-settings',
    'eugene:E9',
    'pgls:lockTimeoutWarning',
  ],
  *judge(subject) {
    let limited = false;
    let local: { readonly transaction: number; readonly isLimited: boolean } | undefined;
    let always = false;
    let told = -1;
    let at = -1;
    for (const act of subject.acts) {
      // Runners that share a connection keep a SET of an earlier file; nobody should count on that.
      if (act.at !== at) {
        limited = always;
        local = undefined;
      }
      at = act.at;
      const isLimited = limitAfter(act);
      if (isLimited !== undefined) {
        // Later sessions begin with what is set for the role or the database; this one does not change.
        if (act.head.startsWith('ALTER')) always = isLimited;
        else if (isLocal(act)) local = { transaction: act.transaction, isLimited };
        else limited = isLimited;
      }
      const holds = local?.transaction === act.transaction ? local.isLimited : limited;
      if (holds || told === act.at || isIdle(act)) continue;
      const [lock] = strongLocks(act);
      if (lock === undefined) continue;
      told = act.at;
      yield {
        act,
        message: `this takes ${lockName(lock.mode)} on ${lock.relation} and waits for it without end; while it waits, ${waits(lock.mode)}`,
        hint: "Put a limit first, and run the migration again when it was reached:\nSET lock_timeout = '2s';",
      };
    }
  },
};

/** Whether a setting ends with its transaction. */
function isLocal({ head, text }: Act): boolean {
  return head.startsWith('SET LOCAL') || /\bset_config\s*\([^)]*,\s*true\s*\)/i.test(text);
}

/** Whether waiting for locks is limited after the statement; undefined where it does not change the limit. */
function limitAfter({ head, text }: Act): boolean | undefined {
  if (/^(RESET (ALL|LOCK_TIMEOUT)|DISCARD ALL)\b/i.test(head)) return false;
  if (/^ALTER (ROLE|USER|DATABASE)\b/.test(head) && /\bRESET\s+(ALL|lock_timeout)\b/i.test(text))
    return false;
  if (!/^(SET|SELECT|ALTER (ROLE|USER|DATABASE))\b/.test(head) || !/\block_timeout\b/i.test(text))
    return undefined;
  return !/\block_timeout(?:\s*=|\s+TO|'\s*,)\s*(?:'?0\s*\w*'?|DEFAULT)(?![\w.])/i.test(text);
}
