import type { Rule } from '../../model/rule.ts';
import { bareName, withoutSignature } from '../../postgres/identifier.ts';
import { isVolatileFunction } from '../../postgres/volatility.ts';
import { innerStatements } from '../../sql/inner.ts';
import { factsOf, isOwn, placeOf, routineIdentity, textOf } from '../reading/facts.ts';

/** https://www.postgresql.org/docs/18/xfunc-volatility.html */
export const stableWrites: Rule = {
  id: 'stable-writes',
  group: 'design',
  severity: 'warning',
  summary:
    'A function is declared STABLE or IMMUTABLE and writes rows: PostgreSQL refuses that whenever it comes to it, and creates the function without a word.',
  descendsFrom: [],
  *judge(subject) {
    for (const routine of factsOf(subject, 'function')) {
      const source = textOf(routine, 'source');
      const identity = routineIdentity(routine.name);
      if (!/^(sql|plpgsql)$/.test(textOf(routine, 'language')) || !isOwn(subject, identity)) continue;
      const head = source.slice(0, Math.max(0, source.search(/^AS \$/m)));
      if (isVolatileFunction(head)) continue;
      const [write] = innerStatements(source, /^(INSERT|UPDATE|DELETE|MERGE|TRUNCATE)$/i);
      if (write === undefined) continue;
      const word = /\bIMMUTABLE\b/.test(head) ? 'IMMUTABLE' : 'STABLE';
      yield {
        act: placeOf(subject, identity, word),
        focus: [word, bareName(withoutSignature(routine.name))],
        message: `function ${routine.name} is ${word}, and every call that comes to its ${write.slice(0, 8).split(/\s/)[0]?.toUpperCase()} fails`,
        hint: { code: `ALTER FUNCTION ${routine.name} VOLATILE;` },
      };
    }
  },
};
