import type { Session } from '../../db/session.ts';
import { ownerRole } from '../../engine/engine.ts';
import type { Migration } from '../../model/migration.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { Ground } from '../rehearsal/ground.ts';

/**
 * Puts the roles back that a migration or its down makes or drops, once it is disposed: they belong to the server, and dropping a
 * clone leaves them. Of a role that was dropped only the name comes back, for what asks for it by name. Nothing is done for a
 * migration whose text does not speak of roles.
 */
export async function keepRoles(
  { engine }: Ground,
  migration: Pick<Migration, 'up' | 'down'>,
): Promise<AsyncDisposable> {
  const isAboutRoles = /\b(?:create|drop|alter)\s+(?:role|user|group)\b/i.test(
    migration.up.text + (migration.down?.text ?? ''),
  );
  if (!isAboutRoles) return { [Symbol.asyncDispose]: async () => {} };
  const names = async (admin: Session) =>
    (await admin.query<{ name: string }>('SELECT rolname::text AS name FROM pg_roles')).map(
      ({ name }) => name,
    );
  await using admin = await engine.main.connect('superuser');
  const before = new Set(await names(admin));
  return {
    async [Symbol.asyncDispose]() {
      await using after = await engine.main.connect('superuser');
      const now = new Set(await names(after));
      for (const role of now) if (!before.has(role)) await after.run(`DROP ROLE ${quoteIdentifier(role)}`);
      for (const role of before) {
        const name = quoteIdentifier(role);
        if (!now.has(role)) await after.run(`CREATE ROLE ${name}; GRANT ${name} TO ${ownerRole}`);
      }
    },
  };
}
