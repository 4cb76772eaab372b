import type { Session } from '../db/session.ts';

/** What a session's statements run under. */
export interface SessionState {
  readonly role: string;
  /** Those that the session has changed, as a JSON object. */
  readonly settings: string;
}

const reset = ['RESET SESSION AUTHORIZATION', 'RESET ROLE', 'RESET ALL'];

/** Gives a session the role and the settings that it had in the beginning. */
export const beginAnew = reset.join('; ');

/** The statements that make a session as good as a new one. */
export const leaveNothing: readonly string[] = [...reset, 'DISCARD TEMP', 'DEALLOCATE ALL', 'CLOSE ALL'];

export async function readState(session: Session): Promise<SessionState> {
  const [state] = await session.query<SessionState>(
    `SELECT current_user::text AS role,
            (SELECT coalesce(pg_catalog.jsonb_object_agg(name, setting), '{}')::text FROM pg_catalog.pg_settings
              WHERE source = 'session' AND name NOT LIKE 'transaction%') AS settings`,
  );
  return state as SessionState;
}

/** Gives a session the state that was read of it, whatever it is by now. */
export async function resume(session: Session, { role, settings }: SessionState): Promise<void> {
  await session.run(beginAnew);
  await session.query(
    `SELECT pg_catalog.set_config(key, value, false) FROM pg_catalog.jsonb_each_text($1::jsonb)
      UNION ALL SELECT pg_catalog.set_config('role', $2, false)`,
    [settings, role],
  );
}
