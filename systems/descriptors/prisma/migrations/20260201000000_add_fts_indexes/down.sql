DROP INDEX "QualityIndicator_fts_idx";
DROP INDEX "Descriptor_fts_idx";
