import { stableUuid } from '../../shared/random.ts';
import { names, roles, type TenantCatalogue } from './catalogue.ts';
import { type Row, text } from './sql.ts';

/** A person of a tenant. */
export interface Person {
  readonly id: string;
  readonly role: string;
  readonly row: Row;
}

/** The people of the n-th tenant: eight names of the list. */
export function makePeople({ slug, domain }: TenantCatalogue, n: number): readonly Person[] {
  let next = n * 8;
  return roles.flatMap(([role, count]) =>
    Array.from({ length: count }, (): Person => {
      const name = names[next % names.length] as string;
      next += 1;
      const email = `${name.toLowerCase().replace(' ', '.')}@${domain}`;
      const person = stableUuid(`engagements/user/${slug}/${email}`);
      return { id: person, role, row: [text(person), text(email), text(name), text(role)] };
    }),
  );
}
