-- By hand: Prisma knows no index over an expression.
-- A query is served by the index only if it repeats the expression; the weights let a hit in the code outrank one in a score text.
CREATE INDEX "Descriptor_fts_idx" ON "Descriptor" USING GIN ((
    setweight(to_tsvector('english', "code"), 'A') ||
    setweight(to_tsvector('english', "criterion"), 'B') ||
    setweight(to_tsvector('english', "score3" || ' ' || "score2" || ' ' || "score1" || ' ' || "score0"), 'C')
));

CREATE INDEX "QualityIndicator_fts_idx" ON "QualityIndicator" USING GIN (
    to_tsvector('english', "code" || ' ' || "description")
);
