DROP TRIGGER "Descriptor_author_is_fixed" ON "Descriptor";
DROP TRIGGER "Descriptor_approved_stays" ON "Descriptor";
DROP TRIGGER "Descriptor_approved_text_is_final" ON "Descriptor";
DROP TRIGGER "Descriptor_status_moves_update" ON "Descriptor";
DROP TRIGGER "Descriptor_status_moves_insert" ON "Descriptor";
DROP FUNCTION descriptor_author_is_fixed();
DROP FUNCTION descriptor_approved_is_final();
DROP FUNCTION descriptor_status_moves();

-- Dropping a column drops its checks, indexes and foreign keys with it. Authors, batches and reviews cannot come back.
ALTER TABLE "Descriptor" DROP COLUMN "batchId",
DROP COLUMN "batchStatus",
DROP COLUMN "createdById",
DROP COLUMN "reviewComment",
DROP COLUMN "reviewedAt",
DROP COLUMN "reviewerId",
DROP COLUMN "submittedAt",
DROP COLUMN "wsosSectionId";

DROP INDEX "WSOSSection_id_skillId_key";
DROP TYPE "DescriptorBatchStatus";
