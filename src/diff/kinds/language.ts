import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createlanguage.html */
export const languageRules: KindRules = plainRules(448, ({ name, definition }) => {
  const { trusted, handler, inline, validator } = definition;
  const parts = [
    handler === undefined ? '' : ` HANDLER ${handler}`,
    inline === undefined ? '' : ` INLINE ${inline}`,
    validator === undefined ? '' : ` VALIDATOR ${validator}`,
  ];
  return `CREATE ${trusted ? 'TRUSTED ' : ''}LANGUAGE ${name}${parts.join('')}`;
});
