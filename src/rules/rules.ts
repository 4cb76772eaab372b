import type { Rule } from '../model/rule.ts';
import { addRequiredColumn } from './data/add-required-column.ts';
import { dataWithSchema } from './data/data-with-schema.ts';
import { deletesReferenced } from './data/deletes-referenced.ts';
import { domainConstraint } from './data/domain-constraint.ts';
import { dropColumn } from './data/drop-column.ts';
import { dropDatabase } from './data/drop-database.ts';
import { dropDefault } from './data/drop-default.ts';
import { dropForeignKey } from './data/drop-foreign-key.ts';
import { dropNotNull } from './data/drop-not-null.ts';
import { dropTable } from './data/drop-table.ts';
import { dropView } from './data/drop-view.ts';
import { identityAlways } from './data/identity-always.ts';
import { identityStart } from './data/identity-start.ts';
import { ignoredWrites } from './data/ignored-writes.ts';
import { lostGrants } from './data/lost-grants.ts';
import { lostProtection } from './data/lost-protection.ts';
import { narrowingType } from './data/narrowing-type.ts';
import { nullComparison } from './data/null-comparison.ts';
import { publicationLosesTable } from './data/publication-loses-table.ts';
import { renameColumn } from './data/rename-column.ts';
import { renameEnumValue } from './data/rename-enum-value.ts';
import { renameFunction } from './data/rename-function.ts';
import { renameSchema } from './data/rename-schema.ts';
import { renameTable } from './data/rename-table.ts';
import { renameType } from './data/rename-type.ts';
import { revokedRights } from './data/revoked-rights.ts';
import { sequenceRestart } from './data/sequence-restart.ts';
import { storedResults } from './data/stored-results.ts';
import { truncate } from './data/truncate.ts';
import { unboundedChange } from './data/unbounded-change.ts';
import { ambiguousOverload } from './design/ambiguous-overload.ts';
import { autovacuumOff } from './design/autovacuum-off.ts';
import { cascadeLoop } from './design/cascade-loop.ts';
import { charType } from './design/char-type.ts';
import { definerOpenToAll } from './design/definer-open-to-all.ts';
import { disabledTrigger } from './design/disabled-trigger.ts';
import { duplicateForeignKey } from './design/duplicate-foreign-key.ts';
import { duplicateIndex } from './design/duplicate-index.ts';
import { enumType } from './design/enum-type.ts';
import { enumValueOrder } from './design/enum-value-order.ts';
import { extensionInPublic } from './design/extension-in-public.ts';
import { failingRoutine } from './design/failing-routine.ts';
import { floatAmount } from './design/float-amount.ts';
import { foreignKeyType } from './design/foreign-key-type.ts';
import { frozenDefault } from './design/frozen-default.ts';
import { grantToPublic } from './design/grant-to-public.ts';
import { identifierTooLong } from './design/identifier-too-long.ts';
import { immutableReads } from './design/immutable-reads.ts';
import { invalidIndex } from './design/invalid-index.ts';
import { jsonType } from './design/json-type.ts';
import { missingPartition } from './design/missing-partition.ts';
import { moneyType } from './design/money-type.ts';
import { noPrimaryKey } from './design/no-primary-key.ts';
import { noReplicaIdentity } from './design/no-replica-identity.ts';
import { notValidated } from './design/not-validated.ts';
import { nullableUnique } from './design/nullable-unique.ts';
import { overlappingIndex } from './design/overlapping-index.ts';
import { partitionWithoutRowSecurity } from './design/partition-without-row-security.ts';
import { permissivePolicies } from './design/permissive-policies.ts';
import { policyAlwaysTrue } from './design/policy-always-true.ts';
import { policyCallPerRow } from './design/policy-call-per-row.ts';
import { policyOpenWhenUnset } from './design/policy-open-when-unset.ts';
import { policyRecursion } from './design/policy-recursion.ts';
import { policyTrustsUserMetadata } from './design/policy-trusts-user-metadata.ts';
import { policyWithoutRowSecurity } from './design/policy-without-row-security.ts';
import { readableSecret } from './design/readable-secret.ts';
import { regType } from './design/reg-type.ts';
import { revokeWithoutEffect } from './design/revoke-without-effect.ts';
import { roundedTime } from './design/rounded-time.ts';
import { rowSecurityWithoutPolicy } from './design/row-security-without-policy.ts';
import { securityDefinerPath } from './design/security-definer-path.ts';
import { sequenceNotGranted } from './design/sequence-not-granted.ts';
import { serialColumn } from './design/serial-column.ts';
import { setNullOnNotNull } from './design/set-null-on-not-null.ts';
import { shiftedDefault } from './design/shifted-default.ts';
import { smallKey } from './design/small-key.ts';
import { stableWrites } from './design/stable-writes.ts';
import { timeWithZone } from './design/time-with-zone.ts';
import { timestampWithoutZone } from './design/timestamp-without-zone.ts';
import { unfilledView } from './design/unfilled-view.ts';
import { unindexedForeignKey } from './design/unindexed-foreign-key.ts';
import { unlimitedRole } from './design/unlimited-role.ts';
import { unusedTriggerFunction } from './design/unused-trigger-function.ts';
import { varcharLimit } from './design/varchar-limit.ts';
import { viewPassesRowSecurity } from './design/view-passes-row-security.ts';
import { wideIndex } from './design/wide-index.ts';
import { advisoryLockKept } from './history/advisory-lock-kept.ts';
import { clearTextPassword } from './history/clear-text-password.ts';
import { downLosesData } from './history/down-loses-data.ts';
import { downMissing } from './history/down-missing.ts';
import { endsSessions } from './history/ends-sessions.ts';
import { hiddenTable } from './history/hidden-table.ts';
import { nestedTransaction } from './history/nested-transaction.ts';
import { notResumable } from './history/not-resumable.ts';
import { preparedTransaction } from './history/prepared-transaction.ts';
import { rolledBack } from './history/rolled-back.ts';
import { setLocalOutsideTransaction } from './history/set-local-outside-transaction.ts';
import { skippedCreate } from './history/skipped-create.ts';
import { skippedDrop } from './history/skipped-drop.ts';
import { swallowedFailure } from './history/swallowed-failure.ts';
import { attachPartitionScan } from './observed/attach-partition-scan.ts';
import { checkScan } from './observed/check-scan.ts';
import { constraintBuildsIndex } from './observed/constraint-builds-index.ts';
import { detachPartitionBlocks } from './observed/detach-partition-blocks.ts';
import { dropCascade } from './observed/drop-cascade.ts';
import { dropIndexBlocks } from './observed/drop-index-blocks.ts';
import { foreignKeyScan } from './observed/foreign-key-scan.ts';
import { hiddenLock } from './observed/hidden-lock.ts';
import { indexBlocksWrites } from './observed/index-blocks-writes.ts';
import { indexDroppedFirst } from './observed/index-dropped-first.ts';
import { lockTable } from './observed/lock-table.ts';
import { multipleAlterTable } from './observed/multiple-alter-table.ts';
import { noLockTimeout } from './observed/no-lock-timeout.ts';
import { referencedLock } from './observed/referenced-lock.ts';
import { refreshBlocksReads } from './observed/refresh-blocks-reads.ts';
import { reindexBlocks } from './observed/reindex-blocks.ts';
import { setNotNullScan } from './observed/set-not-null-scan.ts';
import { severalLocks } from './observed/several-locks.ts';
import { tableRewrite } from './observed/table-rewrite.ts';
import { validateSameTransaction } from './observed/validate-same-transaction.ts';
import { workUnderLock } from './observed/work-under-lock.ts';
import { additiveOnly } from './policy/additive-only.ts';
import { deleteActions } from './policy/delete-actions.ts';
import { forbiddenType } from './policy/forbidden-type.ts';
import { longLock } from './policy/long-lock.ts';
import { lookupTableShape } from './policy/lookup-table-shape.ts';
import { naming } from './policy/naming.ts';
import { requiredColumns } from './policy/required-columns.ts';
import { rowSecurityRequired } from './policy/row-security-required.ts';
import { softReference } from './policy/soft-reference.ts';
import { unqualifiedName } from './policy/unqualified-name.ts';

/**
 * Every rule, by id; each lies in the folder of its group. One is added here, with its file and its pair of SQL under
 * `cases/rules/<id>`.
 */
export const rules: readonly Rule[] = [
  addRequiredColumn,
  dataWithSchema,
  deletesReferenced,
  domainConstraint,
  dropColumn,
  dropDatabase,
  dropDefault,
  dropForeignKey,
  dropNotNull,
  dropTable,
  dropView,
  identityAlways,
  identityStart,
  ignoredWrites,
  lostGrants,
  lostProtection,
  narrowingType,
  nullComparison,
  publicationLosesTable,
  renameColumn,
  renameEnumValue,
  renameFunction,
  renameSchema,
  renameTable,
  renameType,
  revokedRights,
  sequenceRestart,
  storedResults,
  truncate,
  unboundedChange,
  ambiguousOverload,
  autovacuumOff,
  cascadeLoop,
  charType,
  definerOpenToAll,
  disabledTrigger,
  duplicateForeignKey,
  duplicateIndex,
  enumType,
  enumValueOrder,
  extensionInPublic,
  failingRoutine,
  floatAmount,
  foreignKeyType,
  frozenDefault,
  grantToPublic,
  identifierTooLong,
  immutableReads,
  invalidIndex,
  jsonType,
  missingPartition,
  moneyType,
  noPrimaryKey,
  noReplicaIdentity,
  notValidated,
  nullableUnique,
  overlappingIndex,
  partitionWithoutRowSecurity,
  permissivePolicies,
  policyAlwaysTrue,
  policyCallPerRow,
  policyOpenWhenUnset,
  policyRecursion,
  policyTrustsUserMetadata,
  policyWithoutRowSecurity,
  readableSecret,
  regType,
  revokeWithoutEffect,
  roundedTime,
  rowSecurityWithoutPolicy,
  securityDefinerPath,
  sequenceNotGranted,
  serialColumn,
  setNullOnNotNull,
  shiftedDefault,
  smallKey,
  stableWrites,
  timeWithZone,
  timestampWithoutZone,
  unfilledView,
  unindexedForeignKey,
  unlimitedRole,
  unusedTriggerFunction,
  varcharLimit,
  viewPassesRowSecurity,
  wideIndex,
  advisoryLockKept,
  clearTextPassword,
  downLosesData,
  downMissing,
  endsSessions,
  hiddenTable,
  nestedTransaction,
  notResumable,
  preparedTransaction,
  rolledBack,
  setLocalOutsideTransaction,
  skippedCreate,
  skippedDrop,
  swallowedFailure,
  attachPartitionScan,
  checkScan,
  constraintBuildsIndex,
  detachPartitionBlocks,
  dropCascade,
  dropIndexBlocks,
  foreignKeyScan,
  hiddenLock,
  indexBlocksWrites,
  indexDroppedFirst,
  lockTable,
  multipleAlterTable,
  noLockTimeout,
  referencedLock,
  refreshBlocksReads,
  reindexBlocks,
  setNotNullScan,
  severalLocks,
  tableRewrite,
  validateSameTransaction,
  workUnderLock,
  additiveOnly,
  deleteActions,
  forbiddenType,
  longLock,
  lookupTableShape,
  naming,
  requiredColumns,
  rowSecurityRequired,
  softReference,
  unqualifiedName,
].sort((a, b) => (a.id < b.id ? -1 : 1));
