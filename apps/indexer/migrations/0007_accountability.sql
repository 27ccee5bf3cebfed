CREATE TABLE "incidents" (
	"id" bigint PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"session_id" bigint,
	"receipt_index" bigint,
	"model_id" bigint,
	"model_version" bigint,
	"datanet_id" bigint,
	"seq" bigint,
	"reporter" text NOT NULL,
	"role" text NOT NULL,
	"respondent" text,
	"reason" text NOT NULL,
	"statement" text NOT NULL,
	"asked" text NOT NULL,
	"deposit" text NOT NULL,
	"state" text NOT NULL,
	"deadline_time_ns" bigint NOT NULL,
	"deadline_height" bigint NOT NULL,
	"response" text,
	"outcome" text,
	"compensation" text,
	"deposit_went" text,
	"froze" boolean DEFAULT false NOT NULL,
	"struck" boolean DEFAULT false NOT NULL,
	"height" bigint NOT NULL,
	"tx_index" integer,
	"closed_height" bigint
);
--> statement-breakpoint
ALTER TABLE "model_versions" ADD COLUMN "frozen_by_incident" bigint;--> statement-breakpoint
ALTER TABLE "model_versions" ADD COLUMN "frozen_height" bigint;--> statement-breakpoint
CREATE INDEX "incidents_state" ON "incidents" USING btree ("state","deadline_time_ns");--> statement-breakpoint
CREATE INDEX "incidents_receipt" ON "incidents" USING btree ("session_id","receipt_index");--> statement-breakpoint
CREATE INDEX "incidents_model" ON "incidents" USING btree ("model_id","model_version");--> statement-breakpoint
CREATE INDEX "incidents_contribution" ON "incidents" USING btree ("datanet_id","seq");