import type { Session } from '../db/session.ts';
import { parseUrl } from '../db/url.ts';
import { StrataError } from '../model/errors.ts';
import { isPooled, processOf, showUrl } from './open.ts';

/**
 * Throws a `live` error where a pooler gives each transaction another server process (PgBouncer, Supavisor, RDS Proxy and others
 * in transaction mode); the error names the pooler where the URL tells. A pooler that keeps sessions apart is accepted.
 */
export async function refusePooler(url: string, one: Session, other: Session): Promise<void> {
  const isShared = await shareProcess(one, other);
  if (!isShared && !((await isPooled(one)) && namesTransactionMode(url))) return;
  throw new StrataError(
    'live',
    `${showUrl(url)}: ${poolerName(url)} stands between and gives every transaction another server process`,
    {
      hint: `Locks and settings of a session do not hold there. ${directHint(url)}`,
    },
  );
}

/** Whether a process serves both sessions: while one is in a transaction, the other must never get the same process. */
async function shareProcess(one: Session, other: Session): Promise<boolean> {
  for (let round = 0; round < 3; round += 1) {
    const pid = await processOf(one);
    await other.query('BEGIN');
    try {
      if ((await processOf(other)) === pid) return true;
      if ((await processOf(one)) !== pid) return true;
    } finally {
      await other.query('ROLLBACK');
    }
  }
  return false;
}

/** Ports and parameters that stand for transaction mode at the well-known hosts. */
function namesTransactionMode(url: string): boolean {
  const { port, searchParams, hostname } = parseUrl(url);
  return port === '6543' || searchParams.get('pgbouncer') === 'true' || /-pooler\./.test(hostname);
}

function poolerName(url: string): string {
  const { hostname, searchParams } = parseUrl(url);
  if (/\.pooler\.supabase\.com$/.test(hostname)) return "Supabase's pooler (Supavisor)";
  if (/-pooler\..*neon\.tech$/.test(hostname)) return "Neon's pooler (PgBouncer)";
  if (searchParams.get('pgbouncer') === 'true') return 'PgBouncer';
  return 'a pooler';
}

function directHint(url: string): string {
  const { hostname } = parseUrl(url);
  if (/\.pooler\.supabase\.com$/.test(hostname))
    return 'Take port 5432 of the same host (session mode), or the direct connection db.<project>.supabase.co:5432.';
  if (/-pooler\./.test(hostname)) return `Take the direct host: ${hostname.replace('-pooler.', '.')}.`;
  return "Take the server's own host and port, or the pooler's session mode.";
}
