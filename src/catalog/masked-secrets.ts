import type { ObjectId } from '../model/object-id.ts';
import type { Definition, Fact } from '../model/schema.ts';
import { maskConnection, maskOption } from '../postgres/secrets.ts';

/** Masks the passwords in connections of subscriptions and in options of user mappings. */
export function maskSecrets(facts: Map<ObjectId, Fact>): void {
  for (const fact of facts.values()) {
    const masked = maskedDefinition(fact);
    if (masked !== undefined) facts.set(fact.id, { ...fact, definition: masked });
  }
}

function maskedDefinition({ kind, definition }: Fact): Definition | undefined {
  const { connection, options } = definition;
  if (kind === 'subscription' && typeof connection === 'string')
    return { ...definition, connection: maskConnection(connection) };
  if (kind === 'user-mapping' && Array.isArray(options))
    return { ...definition, options: options.map((option) => maskOption(String(option))) };
  return undefined;
}
