-- CreateEnum
CREATE TYPE "DescriptorBatchStatus" AS ENUM ('DRAFT', 'PENDING_REVIEW', 'APPROVED', 'RETURNED');

-- AlterTable
ALTER TABLE "Descriptor" ADD COLUMN     "batchId" UUID,
ADD COLUMN     "batchStatus" "DescriptorBatchStatus",
ADD COLUMN     "createdById" UUID,
ADD COLUMN     "reviewComment" TEXT,
ADD COLUMN     "reviewedAt" TIMESTAMPTZ(3),
ADD COLUMN     "reviewerId" UUID,
ADD COLUMN     "submittedAt" TIMESTAMPTZ(3),
ADD COLUMN     "wsosSectionId" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "WSOSSection_id_skillId_key" ON "WSOSSection"("id", "skillId");

-- CreateIndex
CREATE INDEX "Descriptor_wsosSectionId_skillId_idx" ON "Descriptor"("wsosSectionId", "skillId");

-- CreateIndex
CREATE INDEX "Descriptor_createdById_idx" ON "Descriptor"("createdById");

-- CreateIndex
CREATE INDEX "Descriptor_reviewerId_idx" ON "Descriptor"("reviewerId");

-- CreateIndex
CREATE INDEX "Descriptor_batchId_idx" ON "Descriptor"("batchId");

-- CreateIndex
CREATE INDEX "Descriptor_batchStatus_submittedAt_idx" ON "Descriptor"("batchStatus", "submittedAt");

-- AddForeignKey
ALTER TABLE "Descriptor" ADD CONSTRAINT "Descriptor_wsosSectionId_skillId_fkey" FOREIGN KEY ("wsosSectionId", "skillId") REFERENCES "WSOSSection"("id", "skillId") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Descriptor" ADD CONSTRAINT "Descriptor_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Descriptor" ADD CONSTRAINT "Descriptor_reviewerId_fkey" FOREIGN KEY ("reviewerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the schema language cannot say.
-- Imported descriptors have no author and take no part in the workflow; written ones have both.
ALTER TABLE "Descriptor" ADD CONSTRAINT "Descriptor_author_and_status_check"
    CHECK (("createdById" IS NULL) = ("batchStatus" IS NULL));

-- From the day it is submitted a descriptor has its batch, its date and its section (its author it had before).
ALTER TABLE "Descriptor" ADD CONSTRAINT "Descriptor_submission_complete_check"
    CHECK ("batchStatus" IS NULL OR "batchStatus" = 'DRAFT'
        OR ("batchId" IS NOT NULL AND "submittedAt" IS NOT NULL AND "wsosSectionId" IS NOT NULL));

ALTER TABLE "Descriptor" ADD CONSTRAINT "Descriptor_review_complete_check"
    CHECK ("batchStatus" IS NULL OR "batchStatus" NOT IN ('APPROVED', 'RETURNED')
        OR ("reviewerId" IS NOT NULL AND "reviewedAt" IS NOT NULL));

ALTER TABLE "Descriptor" ADD CONSTRAINT "Descriptor_reviewer_is_not_author_check"
    CHECK ("reviewerId" <> "createdById");

ALTER TABLE "Descriptor" ADD CONSTRAINT "Descriptor_return_has_comment_check"
    CHECK ("batchStatus" IS NULL OR "batchStatus" <> 'RETURNED' OR coalesce("reviewComment", '') ~ '\S');

-- DRAFT -> PENDING_REVIEW -> APPROVED or RETURNED; RETURNED -> PENDING_REVIEW. Nothing enters or leaves the workflow on the way.
CREATE FUNCTION descriptor_status_moves() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    status_before text := CASE TG_OP WHEN 'UPDATE' THEN coalesce(OLD."batchStatus"::text, 'imported') ELSE 'new' END;
    status_after text := coalesce(NEW."batchStatus"::text, 'imported');
BEGIN
    IF (status_before, status_after) IN (
        ('new', 'imported'), ('new', 'DRAFT'),
        ('DRAFT', 'PENDING_REVIEW'),
        ('PENDING_REVIEW', 'APPROVED'), ('PENDING_REVIEW', 'RETURNED'),
        ('RETURNED', 'PENDING_REVIEW')
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'descriptor % cannot move from % to %', NEW."code", status_before, status_after
        USING ERRCODE = 'MD001',
              CONSTRAINT = 'Descriptor_status_moves',
              TABLE = 'Descriptor',
              COLUMN = 'batchStatus',
              HINT = 'Allowed: DRAFT to PENDING_REVIEW, PENDING_REVIEW to APPROVED or RETURNED, RETURNED to PENDING_REVIEW.';
END;
$$;

CREATE TRIGGER "Descriptor_status_moves_insert"
    BEFORE INSERT ON "Descriptor"
    FOR EACH ROW EXECUTE FUNCTION descriptor_status_moves();

CREATE TRIGGER "Descriptor_status_moves_update"
    BEFORE UPDATE ON "Descriptor"
    FOR EACH ROW WHEN (OLD."batchStatus" IS DISTINCT FROM NEW."batchStatus")
    EXECUTE FUNCTION descriptor_status_moves();

-- What was approved is what competitors are marked by: its text neither changes nor goes away.
CREATE FUNCTION descriptor_approved_is_final() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'descriptor % is approved and cannot be %', OLD."code", CASE TG_OP WHEN 'DELETE' THEN 'deleted' ELSE 'reworded' END
        USING ERRCODE = 'MD002',
              CONSTRAINT = 'Descriptor_approved_is_final',
              TABLE = 'Descriptor',
              HINT = 'Write a new descriptor with another code.';
END;
$$;

CREATE TRIGGER "Descriptor_approved_text_is_final"
    BEFORE UPDATE ON "Descriptor"
    FOR EACH ROW WHEN (
        OLD."batchStatus" = 'APPROVED'
        AND (OLD."skillId", OLD."code", OLD."criterion", OLD."score3", OLD."score2", OLD."score1", OLD."score0", OLD."category")
            IS DISTINCT FROM
            (NEW."skillId", NEW."code", NEW."criterion", NEW."score3", NEW."score2", NEW."score1", NEW."score0", NEW."category")
    )
    EXECUTE FUNCTION descriptor_approved_is_final();

CREATE TRIGGER "Descriptor_approved_stays"
    BEFORE DELETE ON "Descriptor"
    FOR EACH ROW WHEN (OLD."batchStatus" = 'APPROVED')
    EXECUTE FUNCTION descriptor_approved_is_final();

-- Otherwise an author could approve their own text by first putting another name on it.
CREATE FUNCTION descriptor_author_is_fixed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the author of descriptor % cannot be changed', OLD."code"
        USING ERRCODE = 'MD004',
              CONSTRAINT = 'Descriptor_author_is_fixed',
              TABLE = 'Descriptor',
              COLUMN = 'createdById',
              HINT = 'Write a new descriptor under the other name and delete this draft.';
END;
$$;

CREATE TRIGGER "Descriptor_author_is_fixed"
    BEFORE UPDATE ON "Descriptor"
    FOR EACH ROW WHEN (OLD."createdById" IS DISTINCT FROM NEW."createdById")
    EXECUTE FUNCTION descriptor_author_is_fixed();
