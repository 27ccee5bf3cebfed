CREATE TABLE "demand_minutes" (
	"denom" text NOT NULL,
	"minute" bigint NOT NULL,
	"entered" numeric(78, 0) NOT NULL,
	"left" numeric(78, 0) NOT NULL,
	"left_external" numeric(78, 0) NOT NULL,
	"external" numeric(78, 0) NOT NULL,
	"internal" numeric(78, 0) NOT NULL,
	"to_protocol" numeric(78, 0) NOT NULL,
	CONSTRAINT "demand_minutes_denom_minute_pk" PRIMARY KEY("denom","minute")
);
--> statement-breakpoint
CREATE TABLE "gate_movements" (
	"height" bigint NOT NULL,
	"event_index" integer NOT NULL,
	"denom" text NOT NULL,
	"direction" text NOT NULL,
	"holder" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"external" numeric(78, 0) NOT NULL,
	"number" numeric(20, 0) NOT NULL,
	"reference" text NOT NULL,
	"tx_index" integer,
	CONSTRAINT "gate_movements_height_event_index_pk" PRIMARY KEY("height","event_index")
);
--> statement-breakpoint
CREATE INDEX "gate_movements_denom" ON "gate_movements" USING btree ("denom","height","event_index");