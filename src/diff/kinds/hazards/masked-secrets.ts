import type { Hazard } from '../../../model/plan.ts';
import { secretMask } from '../../../postgres/secrets.ts';
import type { Statement } from '../../kind.ts';
import { hazard } from './hazard.ts';

/** A statement about `whose`, with a hazard where it writes a secret: those are masked where they are read, and so not known here. */
export function withSecrets(sql: string, whose: string): string | Statement {
  return sql.includes(secretMask) ? { sql, hazards: [unknownSecret(whose)] } : sql;
}

function unknownSecret(whose: string): Hazard {
  return hazard(
    'breaks-code',
    `The password of ${whose} is never read: nothing connects until it is written into this statement in place of ${secretMask}.`,
  );
}
