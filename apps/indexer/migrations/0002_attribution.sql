CREATE TABLE "session_leaves" (
	"session_id" bigint NOT NULL,
	"index" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "session_leaves_session_id_index_pk" PRIMARY KEY("session_id","index")
);
--> statement-breakpoint
CREATE TABLE "contribution_marks" (
	"height" bigint NOT NULL,
	"event_index" integer NOT NULL,
	"datanet_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"from_version" bigint NOT NULL,
	"rows" jsonb NOT NULL,
	"erase" boolean NOT NULL,
	"tx_index" integer,
	CONSTRAINT "contribution_marks_height_event_index_pk" PRIMARY KEY("height","event_index")
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"blob" "bytea" PRIMARY KEY NOT NULL,
	"datanet_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"height" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "corrected_owners" (
	"height" bigint NOT NULL,
	"event_index" integer NOT NULL,
	"owner" text NOT NULL,
	"session_id" bigint NOT NULL,
	"receipt_index" bigint NOT NULL,
	"removed" numeric(78, 0) NOT NULL,
	CONSTRAINT "corrected_owners_height_event_index_owner_pk" PRIMARY KEY("height","event_index","owner")
);
--> statement-breakpoint
CREATE TABLE "settlement_corrections" (
	"height" bigint NOT NULL,
	"event_index" integer NOT NULL,
	"settlement_id" bigint NOT NULL,
	"receipt" bigint NOT NULL,
	"tokens" integer NOT NULL,
	"removed" numeric(78, 0) NOT NULL,
	"denom" text NOT NULL,
	"tx_index" integer,
	CONSTRAINT "settlement_corrections_height_event_index_pk" PRIMARY KEY("height","event_index")
);
--> statement-breakpoint
ALTER TABLE "receipts" ALTER COLUMN "request" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "receipts" ALTER COLUMN "output" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "receipts" ALTER COLUMN "opening" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "spans" ALTER COLUMN "byte_start" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "spans" ALTER COLUMN "byte_end" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "spans" ALTER COLUMN "quoted" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "receipts" ADD COLUMN "source" text DEFAULT 'SETTLEMENT' NOT NULL;--> statement-breakpoint
ALTER TABLE "counterexamples" ADD COLUMN "tx_index" integer;--> statement-breakpoint
ALTER TABLE "demands" ADD COLUMN "tx_index" integer;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "visibility" text DEFAULT 'PUBLIC' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "auditors" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "settlement_owners" ADD COLUMN "corrected" numeric(78, 0) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "settlements" ADD COLUMN "opened" boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX "contribution_marks_contribution" ON "contribution_marks" USING btree ("datanet_id","seq");--> statement-breakpoint
CREATE INDEX "corrected_owners_receipt" ON "corrected_owners" USING btree ("session_id","receipt_index","owner");--> statement-breakpoint
CREATE INDEX "settlement_corrections_settlement" ON "settlement_corrections" USING btree ("settlement_id");--> statement-breakpoint
CREATE INDEX "contributions_blob" ON "contributions" USING btree ("blob");--> statement-breakpoint
ALTER TABLE "receipts" DROP COLUMN "leaf_hash";