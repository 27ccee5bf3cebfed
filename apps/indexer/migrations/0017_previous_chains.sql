CREATE TABLE "previous_chains" (
	"position" integer PRIMARY KEY NOT NULL,
	"chain_id" text NOT NULL,
	"exported_height" bigint NOT NULL,
	"first_height" bigint NOT NULL,
	"last_height" bigint NOT NULL,
	"last_hash" "bytea" NOT NULL
);
