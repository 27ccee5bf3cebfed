ALTER TABLE "blocks" ADD COLUMN "digest" "bytea" DEFAULT ''::bytea NOT NULL;--> statement-breakpoint
ALTER TABLE "indexer_state" ADD COLUMN "digest" "bytea" DEFAULT ''::bytea NOT NULL;