CREATE TABLE "disputes" (
	"id" bigint PRIMARY KEY NOT NULL,
	"datanet_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"challenger" text NOT NULL,
	"owner" text NOT NULL,
	"remedy" text NOT NULL,
	"state" text NOT NULL,
	"bond" text NOT NULL,
	"until_ns" bigint NOT NULL,
	"height" bigint NOT NULL,
	"tx_index" integer,
	"decided_height" bigint
);
--> statement-breakpoint
CREATE TABLE "feedbacks" (
	"session_id" bigint NOT NULL,
	"receipt_index" bigint NOT NULL,
	"buyer" text NOT NULL,
	"host" text NOT NULL,
	"model_id" bigint NOT NULL,
	"model_version" bigint NOT NULL,
	"rating" integer NOT NULL,
	"datanet_id" bigint,
	"seq" bigint,
	"height" bigint NOT NULL,
	"tx_index" integer,
	CONSTRAINT "feedbacks_session_id_receipt_index_pk" PRIMARY KEY("session_id","receipt_index")
);
--> statement-breakpoint
ALTER TABLE "contribution_marks" ADD COLUMN "kind" text DEFAULT 'REVOKED' NOT NULL;--> statement-breakpoint
ALTER TABLE "contribution_marks" ADD COLUMN "owner" text;--> statement-breakpoint
ALTER TABLE "host_records" ADD COLUMN "ratings" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "host_records" ADD COLUMN "rating_sum" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "disputes_contribution" ON "disputes" USING btree ("datanet_id","seq");--> statement-breakpoint
CREATE INDEX "disputes_state" ON "disputes" USING btree ("state","until_ns");--> statement-breakpoint
CREATE INDEX "feedbacks_contribution" ON "feedbacks" USING btree ("datanet_id","seq");--> statement-breakpoint
CREATE INDEX "feedbacks_model" ON "feedbacks" USING btree ("model_id","model_version");