import type { Rule } from '../model/rule.ts';
import { addRequiredColumn } from './add-required-column.ts';
import { additiveOnly } from './additive-only.ts';
import { cascadeLoop } from './cascade-loop.ts';
import { charType } from './char-type.ts';
import { checkScan } from './check-scan.ts';
import { constraintBuildsIndex } from './constraint-builds-index.ts';
import { dataWithSchema } from './data-with-schema.ts';
import { deleteActions } from './delete-actions.ts';
import { deletesReferenced } from './deletes-referenced.ts';
import { detachPartitionBlocks } from './detach-partition-blocks.ts';
import { disabledTrigger } from './disabled-trigger.ts';
import { domainConstraint } from './domain-constraint.ts';
import { downLosesData } from './down-loses-data.ts';
import { downMissing } from './down-missing.ts';
import { dropCascade } from './drop-cascade.ts';
import { dropColumn } from './drop-column.ts';
import { dropDatabase } from './drop-database.ts';
import { dropIndexBlocks } from './drop-index-blocks.ts';
import { dropNotNull } from './drop-not-null.ts';
import { dropTable } from './drop-table.ts';
import { duplicateIndex } from './duplicate-index.ts';
import { enumType } from './enum-type.ts';
import { enumValueOrder } from './enum-value-order.ts';
import { floatAmount } from './float-amount.ts';
import { forbiddenType } from './forbidden-type.ts';
import { foreignKeyScan } from './foreign-key-scan.ts';
import { foreignKeyType } from './foreign-key-type.ts';
import { grantToPublic } from './grant-to-public.ts';
import { hiddenLock } from './hidden-lock.ts';
import { identifierTooLong } from './identifier-too-long.ts';
import { indexBlocksWrites } from './index-blocks-writes.ts';
import { invalidIndex } from './invalid-index.ts';
import { jsonType } from './json-type.ts';
import { lockTable } from './lock-table.ts';
import { longLock } from './long-lock.ts';
import { lookupTableShape } from './lookup-table-shape.ts';
import { moneyType } from './money-type.ts';
import { multipleAlterTable } from './multiple-alter-table.ts';
import { naming } from './naming.ts';
import { narrowingType } from './narrowing-type.ts';
import { nestedTransaction } from './nested-transaction.ts';
import { noLockTimeout } from './no-lock-timeout.ts';
import { noPrimaryKey } from './no-primary-key.ts';
import { notResumable } from './not-resumable.ts';
import { notValidated } from './not-validated.ts';
import { nullableUnique } from './nullable-unique.ts';
import { overlappingIndex } from './overlapping-index.ts';
import { policyCallPerRow } from './policy-call-per-row.ts';
import { policyWithoutRowSecurity } from './policy-without-row-security.ts';
import { referencedLock } from './referenced-lock.ts';
import { refreshBlocksReads } from './refresh-blocks-reads.ts';
import { reindexBlocks } from './reindex-blocks.ts';
import { renameColumn } from './rename-column.ts';
import { renameEnumValue } from './rename-enum-value.ts';
import { renameSchema } from './rename-schema.ts';
import { renameTable } from './rename-table.ts';
import { requiredColumns } from './required-columns.ts';
import { rowSecurityRequired } from './row-security-required.ts';
import { rowSecurityWithoutPolicy } from './row-security-without-policy.ts';
import { securityDefinerPath } from './security-definer-path.ts';
import { serialColumn } from './serial-column.ts';
import { setNotNullScan } from './set-not-null-scan.ts';
import { setNullOnNotNull } from './set-null-on-not-null.ts';
import { severalLocks } from './several-locks.ts';
import { smallKey } from './small-key.ts';
import { softReference } from './soft-reference.ts';
import { tableRewrite } from './table-rewrite.ts';
import { timestampWithoutZone } from './timestamp-without-zone.ts';
import { truncate } from './truncate.ts';
import { unboundedChange } from './unbounded-change.ts';
import { unindexedForeignKey } from './unindexed-foreign-key.ts';
import { unqualifiedName } from './unqualified-name.ts';
import { unusedTriggerFunction } from './unused-trigger-function.ts';
import { validateSameTransaction } from './validate-same-transaction.ts';
import { varcharLimit } from './varchar-limit.ts';
import { wideIndex } from './wide-index.ts';
import { workUnderLock } from './work-under-lock.ts';

/** Every rule, by id. One is added here, with its file and its pair of SQL under `cases/rules/<id>`. */
export const rules: readonly Rule[] = [
  addRequiredColumn,
  additiveOnly,
  cascadeLoop,
  charType,
  checkScan,
  constraintBuildsIndex,
  dataWithSchema,
  deleteActions,
  deletesReferenced,
  detachPartitionBlocks,
  disabledTrigger,
  domainConstraint,
  downLosesData,
  downMissing,
  dropCascade,
  dropColumn,
  dropDatabase,
  dropIndexBlocks,
  dropNotNull,
  dropTable,
  duplicateIndex,
  enumType,
  enumValueOrder,
  floatAmount,
  forbiddenType,
  foreignKeyScan,
  foreignKeyType,
  grantToPublic,
  hiddenLock,
  identifierTooLong,
  indexBlocksWrites,
  invalidIndex,
  jsonType,
  lockTable,
  longLock,
  lookupTableShape,
  moneyType,
  multipleAlterTable,
  naming,
  narrowingType,
  nestedTransaction,
  noLockTimeout,
  noPrimaryKey,
  notResumable,
  notValidated,
  nullableUnique,
  overlappingIndex,
  policyCallPerRow,
  policyWithoutRowSecurity,
  referencedLock,
  refreshBlocksReads,
  reindexBlocks,
  renameColumn,
  renameEnumValue,
  renameSchema,
  renameTable,
  requiredColumns,
  rowSecurityRequired,
  rowSecurityWithoutPolicy,
  securityDefinerPath,
  serialColumn,
  setNotNullScan,
  setNullOnNotNull,
  severalLocks,
  smallKey,
  softReference,
  tableRewrite,
  timestampWithoutZone,
  truncate,
  unboundedChange,
  unindexedForeignKey,
  unqualifiedName,
  unusedTriggerFunction,
  validateSameTransaction,
  varcharLimit,
  wideIndex,
  workUnderLock,
];
