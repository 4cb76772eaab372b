import type { Kinds } from '../kind.ts';
import { accessMethodRules } from './access-method.ts';
import { aclRules } from './acl.ts';
import { aggregateRules } from './aggregate.ts';
import { baseTypeRules } from './base-type.ts';
import { castRules } from './cast.ts';
import { collationRules } from './collation.ts';
import { columnRules } from './column.ts';
import { commentRules } from './comment.ts';
import { compositeTypeRules } from './composite-type.ts';
import { constraintRules } from './constraint.ts';
import { conversionRules } from './conversion.ts';
import { defaultRules } from './default.ts';
import { defaultPrivilegesRules } from './default-privileges.ts';
import { domainRules } from './domain.ts';
import { domainConstraintRules } from './domain-constraint.ts';
import { enumRules } from './enum.ts';
import { eventTriggerRules } from './event-trigger.ts';
import { extensionRules } from './extension.ts';
import { extensionDependencyRules } from './extension-dependency.ts';
import { foreignDataWrapperRules } from './foreign-data-wrapper.ts';
import { indexRules } from './index.ts';
import { indexPartitionRules } from './index-partition.ts';
import { inheritanceRules } from './inheritance.ts';
import { languageRules } from './language.ts';
import { materializedViewRules } from './materialized-view.ts';
import { operatorRules } from './operator.ts';
import { operatorClassRules } from './operator-class.ts';
import { operatorFamilyRules } from './operator-family.ts';
import { operatorFamilyMemberRules } from './operator-family-member.ts';
import { partitionRules } from './partition.ts';
import { policyRules } from './policy.ts';
import { grantBeforeOwner } from './privileges/new-owner.ts';
import { publicationRules } from './publication.ts';
import { publicationSchemaRules } from './publication-schema.ts';
import { publicationTableRules } from './publication-table.ts';
import { rangeTypeRules } from './range-type.ts';
import { roleRules } from './role.ts';
import { roleMembershipRules } from './role-membership.ts';
import { roleSettingRules } from './role-setting.ts';
import { routineRules } from './routine.ts';
import { ruleRules } from './rule.ts';
import { schemaRules } from './schema.ts';
import { securityLabelRules } from './security-label.ts';
import { sequenceRules } from './sequence.ts';
import { sequenceOwnerRules } from './sequence-owner.ts';
import { serverRules } from './server.ts';
import { leavePaddedRows } from './shared/padded-rows.ts';
import { shellTypeRules } from './shell-type.ts';
import { statisticsRules } from './statistics.ts';
import { subscriptionRules } from './subscription.ts';
import { tableRules } from './table.ts';
import { tableTypeRules } from './table-type.ts';
import { textSearchConfigurationRules } from './text-search-configuration.ts';
import { textSearchDictionaryRules } from './text-search-dictionary.ts';
import { textSearchParserRules } from './text-search-parser.ts';
import { textSearchTemplateRules } from './text-search-template.ts';
import { transformRules } from './transform.ts';
import { triggerRules } from './trigger.ts';
import { userMappingRules } from './user-mapping.ts';
import { viewRules } from './view.ts';

/** A kind without rules does not compile. */
const plainKinds: Kinds = {
  role: roleRules,
  'role-membership': roleMembershipRules,
  'role-setting': roleSettingRules,
  schema: schemaRules,
  extension: extensionRules,
  'shell-type': shellTypeRules,
  enum: enumRules,
  'composite-type': compositeTypeRules,
  'range-type': rangeTypeRules,
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
};

/** The rules of every kind. */
export const kinds = Object.fromEntries(
  Object.entries(plainKinds).map(([kind, rules]) => [kind, grantBeforeOwner(leavePaddedRows(rules))]),
) as Kinds;
