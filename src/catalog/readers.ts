import { columns } from './queries/columns.sql.ts';
import { constraints } from './queries/constraints.sql.ts';
import { defaultPrivileges } from './queries/default-privileges.sql.ts';
import { extensions } from './queries/extensions.sql.ts';
import { foreignDataWrappers, servers, userMappings } from './queries/foreign.sql.ts';
import { indexes } from './queries/indexes.sql.ts';
import { accessMethods, collations, conversions, languages } from './queries/languages.sql.ts';
import {
  operatorClasses,
  operatorFamilies,
  operatorFamilyMembers,
  operators,
} from './queries/operators.sql.ts';
import {
  publicationSchemas,
  publications,
  publicationTables,
  subscriptions,
} from './queries/publications.sql.ts';
import { roleMemberships, roleSettings, roles } from './queries/roles.sql.ts';
import { aggregates, casts, routines, transforms } from './queries/routines.sql.ts';
import { schemas } from './queries/schemas.sql.ts';
import { sequences } from './queries/sequences.sql.ts';
import { inheritance, tables } from './queries/tables.sql.ts';
import {
  textSearchConfigurations,
  textSearchDictionaries,
  textSearchParsers,
  textSearchTemplates,
} from './queries/text-search.sql.ts';
import { eventTriggers, policies, rules, statistics, triggers } from './queries/triggers.sql.ts';
import { baseTypes, composites, domainConstraints, domains, enums, ranges } from './queries/types.sql.ts';
import { views } from './queries/views.sql.ts';
import type { CatalogReader } from './reader.ts';

/** All readers, in the order in which later ones need the names found by earlier ones. */
export const readers: readonly CatalogReader[] = [
  schemas,
  tables,
  views,
  columns,
  sequences,
  constraints,
  indexes,
  extensions,
  inheritance,
  enums,
  composites,
  ranges,
  domains,
  domainConstraints,
  baseTypes,
  routines,
  aggregates,
  casts,
  transforms,
  triggers,
  rules,
  policies,
  eventTriggers,
  statistics,
  languages,
  accessMethods,
  collations,
  conversions,
  operators,
  operatorFamilies,
  operatorClasses,
  operatorFamilyMembers,
  textSearchParsers,
  textSearchTemplates,
  textSearchDictionaries,
  textSearchConfigurations,
  foreignDataWrappers,
  servers,
  userMappings,
  publications,
  publicationTables,
  publicationSchemas,
  subscriptions,
  defaultPrivileges,
];

/** Readers of what belongs to the whole server, not to the database. */
export const serverReaders: readonly CatalogReader[] = [roles, roleMemberships, roleSettings];
