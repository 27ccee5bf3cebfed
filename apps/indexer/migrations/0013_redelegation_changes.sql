CREATE TABLE "redelegation_changes" (
	"delegator" text NOT NULL,
	"source_validator" text NOT NULL,
	"destination_validator" text NOT NULL,
	"height" bigint NOT NULL,
	"entries" jsonb NOT NULL,
	CONSTRAINT "redelegation_changes_delegator_source_validator_destination_validator_height_pk" PRIMARY KEY("delegator","source_validator","destination_validator","height")
);
