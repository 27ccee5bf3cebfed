CREATE TABLE "params_changes" (
	"module" text NOT NULL,
	"height" bigint NOT NULL,
	"params" jsonb NOT NULL,
	CONSTRAINT "params_changes_module_height_pk" PRIMARY KEY("module","height")
);
--> statement-breakpoint
CREATE TABLE "commission_changes" (
	"operator" text NOT NULL,
	"height" bigint NOT NULL,
	"rate" numeric(98, 0) NOT NULL,
	CONSTRAINT "commission_changes_operator_height_pk" PRIMARY KEY("operator","height")
);
--> statement-breakpoint
CREATE TABLE "signing_infos" (
	"consensus_address" text NOT NULL,
	"height" bigint NOT NULL,
	"start_height" bigint NOT NULL,
	"jailed_until_ns" numeric(78, 0) NOT NULL,
	"tombstoned" boolean NOT NULL,
	CONSTRAINT "signing_infos_consensus_address_height_pk" PRIMARY KEY("consensus_address","height")
);
--> statement-breakpoint
ALTER TABLE "blocks" ADD COLUMN "last_commit" "bytea" DEFAULT ''::bytea NOT NULL;--> statement-breakpoint
ALTER TABLE "blocks" ADD COLUMN "last_commit_round" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "validators" ADD COLUMN "max_commission_change_rate" numeric(98, 0) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "validators" ADD COLUMN "commission_update_time_ns" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "missed_blocks_height" ON "missed_blocks" USING btree ("height","consensus_address");