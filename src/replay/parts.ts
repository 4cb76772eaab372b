import { createHash } from 'node:crypto';
import type { Schema } from '../model/schema.ts';
import type { Records } from './record.ts';

/** A Schema as JSON has it. */
type SchemaPart = Omit<Schema, 'facts'> & { readonly facts: readonly (readonly [string, unknown])[] };

/** What is derived from one rehearsal, and kept beside its record. */
export interface Parts {
  /** The Schema that was read when the history had run; undefined where none was kept. */
  schema(): Promise<Schema | undefined>;
  keepSchema(schema: Schema): Promise<void>;
  /** A value that depends only on the rehearsal and on `inputs`: read from disk if it was made before. */
  kept<T>(part: string, inputs: unknown, make: () => Promise<T>): Promise<T>;
}

export function openParts(records: Records | undefined, name: string | undefined): Parts {
  if (records === undefined || name === undefined) {
    return {
      schema: async () => undefined,
      keepSchema: async () => {},
      kept: (_part, _inputs, make) => make(),
    };
  }
  return {
    async schema() {
      const part = await records.readPart<SchemaPart>(name, 'schema');
      return part && ({ ...part, facts: new Map(part.facts) } as Schema);
    },
    keepSchema: (schema) => records.writePart(name, 'schema', { ...schema, facts: [...schema.facts] }),
    async kept<T>(part: string, inputs: unknown, make: () => Promise<T>) {
      const given = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32);
      const known = await records.readPart<{ given: string; value: T }>(name, part);
      if (known?.given === given) return known.value;
      const value = await make();
      await records.writePart(name, part, { given, value });
      return value;
    },
  };
}
