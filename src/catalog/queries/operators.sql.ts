import { objectId } from '../../model/object-id.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { type CatalogReader, definitionOf } from '../reader.ts';

interface Row {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  left: string;
  right: string;
  routine: string;
  commutator: string | null;
  negator: string | null;
  restriction: string | null;
  join: string | null;
  merges: boolean;
  hashes: boolean;
}

const partner = (column: string) => `
  (SELECT 'OPERATOR(' || pg_catalog.quote_ident(n.nspname) || '.' || p.oprname || ')' FROM pg_catalog.pg_operator p
   JOIN pg_catalog.pg_namespace n ON n.oid = p.oprnamespace WHERE p.oid = ${column})`;
const regproc = (column: string) =>
  `CASE WHEN ${column}::oid <> 0 THEN
    (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(f.proname) FROM pg_catalog.pg_proc f
     JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace WHERE f.oid = ${column}) END`;

/** Operators. https://www.postgresql.org/docs/18/catalog-pg-operator.html */
export const operators: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_operator WHERE oid >= 16384)',
  sql: () => `
    SELECT o.oid, o.oprnamespace AS namespace, o.oprname AS name, o.oprowner AS owner,
      CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE pg_catalog.format_type(o.oprleft, NULL) END AS left,
      CASE WHEN o.oprright = 0 THEN 'NONE' ELSE pg_catalog.format_type(o.oprright, NULL) END AS right,
      ${regproc('o.oprcode')} AS routine, ${partner('o.oprcom')} AS commutator, ${partner('o.oprnegate')} AS negator,
      ${regproc('o.oprrest')} AS restriction, ${regproc('o.oprjoin')} AS join, o.oprcanmerge AS merges,
      o.oprcanhash AS hashes
    FROM pg_catalog.pg_operator o WHERE o.oid >= 16384 AND o.oprcode::oid <> 0`,
  draft(row: Row, names) {
    const schema = names.schemas.get(row.namespace);
    if (schema === undefined) return undefined;
    return {
      kind: 'operator',
      schema,
      name: `${quoteIdentifier(schema)}.${row.name} (${row.left}, ${row.right})`,
      definition: definitionOf({
        owner: names.owner(row.owner),
        routine: row.routine,
        left: row.left === 'NONE' ? null : row.left,
        right: row.right === 'NONE' ? null : row.right,
        commutator: row.commutator,
        negator: row.negator,
        restriction: row.restriction,
        join: row.join,
        merges: row.merges,
        hashes: row.hashes,
      }),
      address: { catalog: 'pg_operator', oid: row.oid },
    };
  },
};

interface FamilyRow {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  method: string;
}

/** Operator families. https://www.postgresql.org/docs/18/catalog-pg-opfamily.html */
export const operatorFamilies: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_opfamily WHERE oid >= 16384)',
  sql: () => `
    SELECT f.oid, f.opfnamespace AS namespace, f.opfname AS name, f.opfowner AS owner, m.amname AS method
    FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_am m ON m.oid = f.opfmethod WHERE f.oid >= 16384`,
  draft(row: FamilyRow, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    return {
      kind: 'operator-family',
      schema: at.schema,
      name: `${at.name} USING ${quoteIdentifier(row.method)}`,
      definition: definitionOf({ owner: names.owner(row.owner) }),
      address: { catalog: 'pg_opfamily', oid: row.oid },
    };
  },
};

interface ClassRow extends FamilyRow {
  is_default: boolean;
  type: string;
  storage: string | null;
  family: string;
  items: string[] | null;
}

const operatorItem = `'OPERATOR ' || o.amopstrategy || ' ' || o.amopopr::pg_catalog.regoperator::text
  || CASE WHEN o.amoppurpose = 'o' THEN ' FOR ORDER BY ' || (
    SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(s.opfname) FROM pg_catalog.pg_opfamily s
    JOIN pg_catalog.pg_namespace n ON n.oid = s.opfnamespace WHERE s.oid = o.amopsortfamily) ELSE '' END`;
const functionItem = `'FUNCTION ' || p.amprocnum || ' (' || pg_catalog.format_type(p.amproclefttype, NULL) || ', '
  || pg_catalog.format_type(p.amprocrighttype, NULL) || ') ' || p.amproc::oid::pg_catalog.regprocedure::text`;
const belongs = (catalog: string, member: string) => `
  d.classid = 'pg_catalog.${catalog}'::regclass AND d.objid = ${member}.oid AND d.deptype = 'i'
  AND d.refclassid = 'pg_catalog.pg_opclass'::regclass`;

/** Operator classes with the members that belong to them for good. https://www.postgresql.org/docs/18/catalog-pg-opclass.html */
export const operatorClasses: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_opclass WHERE oid >= 16384)',
  sql: () => `
    SELECT c.oid, c.opcnamespace AS namespace, c.opcname AS name, c.opcowner AS owner, m.amname AS method,
      c.opcdefault AS is_default, pg_catalog.format_type(c.opcintype, NULL) AS type,
      CASE WHEN c.opckeytype <> 0 THEN pg_catalog.format_type(c.opckeytype, NULL) END AS storage,
      (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(f.opfname) FROM pg_catalog.pg_opfamily f
       JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace WHERE f.oid = c.opcfamily) AS family,
      (SELECT pg_catalog.array_agg(i.item ORDER BY i.item) FROM (
         SELECT ${operatorItem} AS item FROM pg_catalog.pg_amop o
         JOIN pg_catalog.pg_depend d ON ${belongs('pg_amop', 'o')} WHERE d.refobjid = c.oid
         UNION ALL SELECT ${functionItem} FROM pg_catalog.pg_amproc p
         JOIN pg_catalog.pg_depend d ON ${belongs('pg_amproc', 'p')} WHERE d.refobjid = c.oid) i) AS items
    FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_am m ON m.oid = c.opcmethod WHERE c.oid >= 16384`,
  draft(row: ClassRow, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    return {
      kind: 'operator-class',
      schema: at.schema,
      name: `${at.name} USING ${quoteIdentifier(row.method)}`,
      definition: definitionOf({
        owner: names.owner(row.owner),
        default: row.is_default,
        type: row.type,
        family: row.family,
        storage: row.storage,
        items: row.items,
      }),
      address: { catalog: 'pg_opclass', oid: row.oid },
    };
  },
};

interface MemberRow {
  oid: number;
  catalog: 'pg_amop' | 'pg_amproc';
  namespace: number;
  name: string;
  method: string;
  item: string;
  types: string;
}

const loose = (catalog: string, member: string) =>
  `NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE ${belongs(catalog, member)})`;

/** Members that belong to a family but to none of its classes. https://www.postgresql.org/docs/18/catalog-pg-amop.html */
export const operatorFamilyMembers: CatalogReader = {
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_amop WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_catalog.pg_amproc WHERE oid >= 16384)`,
  sql: () => `
    SELECT x.*, f.opfnamespace AS namespace, f.opfname AS name, m.amname AS method FROM (
      SELECT o.oid, 'pg_amop' AS catalog, o.amopfamily AS family, ${operatorItem} AS item,
        'OPERATOR ' || o.amopstrategy || ' (' || pg_catalog.format_type(o.amoplefttype, NULL) || ', '
          || pg_catalog.format_type(o.amoprighttype, NULL) || ')' AS types
      FROM pg_catalog.pg_amop o WHERE o.oid >= 16384 AND ${loose('pg_amop', 'o')}
      UNION ALL SELECT p.oid, 'pg_amproc', p.amprocfamily, ${functionItem},
        'FUNCTION ' || p.amprocnum || ' (' || pg_catalog.format_type(p.amproclefttype, NULL) || ', '
          || pg_catalog.format_type(p.amprocrighttype, NULL) || ')'
      FROM pg_catalog.pg_amproc p WHERE p.oid >= 16384 AND ${loose('pg_amproc', 'p')}) x
    JOIN pg_catalog.pg_opfamily f ON f.oid = x.family
    JOIN pg_catalog.pg_am m ON m.oid = f.opfmethod`,
  draft(row: MemberRow, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    const family = `${at.name} USING ${quoteIdentifier(row.method)}`;
    const parent = objectId('operator-family', family);
    return {
      kind: 'operator-family-member',
      schema: at.schema,
      name: `${family} ${row.types}`,
      parent,
      definition: { family, item: row.item, place: row.types },
      needs: [parent],
      address: { catalog: row.catalog, oid: row.oid },
    };
  },
};
