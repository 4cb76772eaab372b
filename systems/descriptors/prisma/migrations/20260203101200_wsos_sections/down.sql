DROP TABLE "WSOSSection";
DROP FUNCTION wsos_weights_within_100();
