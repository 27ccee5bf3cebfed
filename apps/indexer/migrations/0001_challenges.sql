CREATE TABLE "counterexamples" (
	"height" bigint NOT NULL,
	"event_index" integer NOT NULL,
	"settlement_id" bigint NOT NULL,
	"session_id" bigint NOT NULL,
	"receipt" bigint NOT NULL,
	"kind" text NOT NULL,
	"challenger" text NOT NULL,
	"outcome" text NOT NULL,
	"code" text NOT NULL,
	"bond" text NOT NULL,
	CONSTRAINT "counterexamples_height_event_index_pk" PRIMARY KEY("height","event_index")
);
--> statement-breakpoint
CREATE TABLE "demands" (
	"id" bigint PRIMARY KEY NOT NULL,
	"settlement_id" bigint NOT NULL,
	"session_id" bigint NOT NULL,
	"challenger" text NOT NULL,
	"receipts" text NOT NULL,
	"bond" text NOT NULL,
	"state" text NOT NULL,
	"deadline_time_ns" bigint NOT NULL,
	"deadline_height" bigint NOT NULL,
	"height" bigint NOT NULL,
	"decided_height" bigint
);
--> statement-breakpoint
CREATE TABLE "settlement_voids" (
	"settlement_id" bigint PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"challenger" text NOT NULL,
	"denom" text NOT NULL,
	"returned" numeric(78, 0) NOT NULL,
	"slashed" numeric(78, 0) NOT NULL,
	"challenger_reward" numeric(78, 0) NOT NULL,
	"burned" numeric(78, 0) NOT NULL,
	"treasury" numeric(78, 0) NOT NULL
);
--> statement-breakpoint
CREATE INDEX "counterexamples_settlement" ON "counterexamples" USING btree ("settlement_id");--> statement-breakpoint
CREATE INDEX "demands_settlement" ON "demands" USING btree ("settlement_id");