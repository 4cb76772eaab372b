import { insert, type Values } from '../../shared/rules.ts';

export const id = (end: string) => `'00000000-0000-4000-8000-${end.padStart(12, '0')}'`;
export const [ana, bo, cy] = [id('a'), id('b'), id('c')];
export const [anasBadge, lostBadge, worn, spare] = [id('a1'), id('b1'), id('f1'), id('f2')];
export const nobody = 'gen_random_uuid()';

export const member = (values: Values) =>
  insert('members', {
    service_number: `'D100004'`,
    rank: `'S1'`,
    first_name: `'Di'`,
    last_name: `'Kim'`,
    member_type: `''`,
    ...values,
  });
export const badge = (values: Values) => insert('badges', { serial_number: `'M-9'`, ...values });
export const scan = (values: Values) =>
  insert('checkins', { direction: `'in'`, kiosk: `'garage'`, ...values });
export const visitor = (values: Values) => insert('visitors', { name: `'Hal Ito'`, ...values });
