import type { Kinds } from '../kind.ts';
import { aclRules, defaultPrivilegesRules } from './acl.ts';
import { columnRules, defaultRules } from './column.ts';
import { compositeRules } from './composite.ts';
import { constraintRules } from './constraint.ts';
import { foreignDataWrapperRules, serverRules, userMappingRules } from './foreign.ts';
import { indexRules } from './index.ts';
import { inheritanceRules } from './inheritance.ts';
import { grantBeforeOwner } from './new-owner.ts';
import {
  accessMethodRules,
  collationRules,
  conversionRules,
  languageRules,
  operatorClassRules,
  operatorFamilyMemberRules,
  operatorFamilyRules,
  operatorRules,
} from './operator.ts';
import {
  publicationRules,
  publicationSchemaRules,
  publicationTableRules,
  subscriptionRules,
} from './publication.ts';
import { commentRules, extensionDependencyRules, securityLabelRules } from './remark.ts';
import { roleMembershipRules, roleRules, roleSettingRules } from './role.ts';
import {
  aggregateRules,
  castRules,
  policyRules,
  routineRules,
  ruleRules,
  transformRules,
  triggerRules,
} from './routine.ts';
import { eventTriggerRules, extensionRules, schemaRules, statisticsRules } from './schema.ts';
import { sequenceOwnerRules, sequenceRules } from './sequence.ts';
import { indexPartitionRules, partitionRules, tableRules } from './table.ts';
import { tableTypeRules } from './table-type.ts';
import {
  textSearchConfigurationRules,
  textSearchDictionaryRules,
  textSearchParserRules,
  textSearchTemplateRules,
} from './text-search.ts';
import {
  baseTypeRules,
  domainConstraintRules,
  domainRules,
  enumRules,
  rangeRules,
  shellTypeRules,
} from './type.ts';
import { materializedViewRules, viewRules } from './view.ts';

/** The rules of every kind. A kind without rules does not compile. */
export const kinds: Kinds = grantBeforeOwner({
  role: roleRules,
  'role-membership': roleMembershipRules,
  'role-setting': roleSettingRules,
  schema: schemaRules,
  extension: extensionRules,
  'shell-type': shellTypeRules,
  enum: enumRules,
  'composite-type': compositeRules,
  'range-type': rangeRules,
  'base-type': baseTypeRules,
  domain: domainRules,
  'domain-constraint': domainConstraintRules,
  function: routineRules,
  procedure: routineRules,
  aggregate: aggregateRules,
  cast: castRules,
  transform: transformRules,
  sequence: sequenceRules,
  'sequence-owner': sequenceOwnerRules,
  table: tableRules,
  'foreign-table': tableRules,
  inheritance: inheritanceRules,
  partition: partitionRules,
  'table-type': tableTypeRules,
  column: columnRules,
  default: defaultRules,
  constraint: constraintRules,
  view: viewRules,
  'materialized-view': materializedViewRules,
  index: indexRules,
  'index-partition': indexPartitionRules,
  statistics: statisticsRules,
  rule: ruleRules,
  trigger: triggerRules,
  policy: policyRules,
  'event-trigger': eventTriggerRules,
  language: languageRules,
  'access-method': accessMethodRules,
  collation: collationRules,
  conversion: conversionRules,
  operator: operatorRules,
  'operator-family': operatorFamilyRules,
  'operator-class': operatorClassRules,
  'operator-family-member': operatorFamilyMemberRules,
  'text-search-parser': textSearchParserRules,
  'text-search-template': textSearchTemplateRules,
  'text-search-dictionary': textSearchDictionaryRules,
  'text-search-configuration': textSearchConfigurationRules,
  'foreign-data-wrapper': foreignDataWrapperRules,
  server: serverRules,
  'user-mapping': userMappingRules,
  publication: publicationRules,
  'publication-table': publicationTableRules,
  'publication-schema': publicationSchemaRules,
  subscription: subscriptionRules,
  'default-privileges': defaultPrivilegesRules,
  acl: aclRules,
  comment: commentRules,
  'security-label': securityLabelRules,
  'extension-dependency': extensionDependencyRules,
});
