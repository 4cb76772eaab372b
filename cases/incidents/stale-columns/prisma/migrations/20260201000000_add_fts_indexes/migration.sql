-- Full-text search over the code, the criterion and the four score texts.
CREATE INDEX "Descriptor_code_fts_idx" ON "Descriptor" USING GIN (to_tsvector('english', "code"));
CREATE INDEX "Descriptor_criterion_fts_idx" ON "Descriptor" USING GIN (to_tsvector('english', "criterion"));
CREATE INDEX "Descriptor_scores_fts_idx" ON "Descriptor" USING GIN (
    to_tsvector('english', "excellent" || ' ' || "good" || ' ' || "pass" || ' ' || "belowPass")
);
