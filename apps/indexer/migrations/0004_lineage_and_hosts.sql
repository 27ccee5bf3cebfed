CREATE TABLE "host_records" (
	"host" text PRIMARY KEY NOT NULL,
	"settled_receipts" bigint DEFAULT 0 NOT NULL,
	"voided_receipts" bigint DEFAULT 0 NOT NULL,
	"void_settlements" bigint DEFAULT 0 NOT NULL,
	"opened_receipts" bigint DEFAULT 0 NOT NULL,
	"late_receipts" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ancestors" (
	"model_id" bigint NOT NULL,
	"model_version" bigint NOT NULL,
	"ancestor_model_id" bigint NOT NULL,
	"ancestor_version" bigint NOT NULL,
	"receiver" text NOT NULL,
	"bps" integer NOT NULL,
	"generation" integer NOT NULL,
	CONSTRAINT "ancestors_pk" PRIMARY KEY("model_id","model_version","ancestor_model_id","ancestor_version")
);
--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "capacity" numeric(20, 0) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "operator" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "model_versions" ADD COLUMN "derivable" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "model_versions" ADD COLUMN "derive_bps" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "model_versions" ADD COLUMN "same_artifact_as" text;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "model_id" bigint;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "model_version" bigint;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "ancestor_model_id" bigint;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "ancestor_version" bigint;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "generation" integer;--> statement-breakpoint
ALTER TABLE "statement_lines" ADD COLUMN "datanet_id" bigint;--> statement-breakpoint
ALTER TABLE "statement_lines" ADD COLUMN "model_id" bigint;--> statement-breakpoint
ALTER TABLE "statement_lines" ADD COLUMN "model_version" bigint;--> statement-breakpoint
ALTER TABLE "statement_lines" ADD COLUMN "ancestor_model_id" bigint;--> statement-breakpoint
ALTER TABLE "statement_lines" ADD COLUMN "ancestor_version" bigint;--> statement-breakpoint
ALTER TABLE "statement_lines" ADD COLUMN "generation" integer;--> statement-breakpoint
CREATE INDEX "ancestors_ancestor" ON "ancestors" USING btree ("ancestor_model_id","ancestor_version","model_id","model_version");--> statement-breakpoint
CREATE INDEX "offers_model" ON "offers" USING btree ("model_id","model_version","id");--> statement-breakpoint
CREATE INDEX "sessions_offer" ON "sessions" USING btree ("offer_id","id");