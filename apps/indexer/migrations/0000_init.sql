CREATE TABLE "receipt_owners" (
	"session_id" bigint NOT NULL,
	"receipt_index" bigint NOT NULL,
	"owner" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"weight" numeric(20, 0) NOT NULL,
	CONSTRAINT "receipt_owners_session_id_receipt_index_owner_pk" PRIMARY KEY("session_id","receipt_index","owner")
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"session_id" bigint NOT NULL,
	"index" bigint NOT NULL,
	"settlement_id" bigint NOT NULL,
	"nonce" numeric(20, 0) NOT NULL,
	"model_id" bigint NOT NULL,
	"model_version" bigint NOT NULL,
	"request_root" "bytea" NOT NULL,
	"output_root" "bytea" NOT NULL,
	"claim_root" "bytea" NOT NULL,
	"leaf_hash" "bytea" NOT NULL,
	"input_tokens" numeric(20, 0) NOT NULL,
	"output_tokens" numeric(20, 0) NOT NULL,
	"latency_ms" numeric(20, 0) NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"denom" text NOT NULL,
	"output_label" text NOT NULL,
	"attribution_label" text NOT NULL,
	"request" jsonb NOT NULL,
	"output" "bytea" NOT NULL,
	"owned_weight" numeric(20, 0) NOT NULL,
	"total_weight" numeric(20, 0) NOT NULL,
	"opening" "bytea" NOT NULL,
	"height" bigint NOT NULL,
	"tx_index" integer NOT NULL,
	CONSTRAINT "receipts_session_id_index_pk" PRIMARY KEY("session_id","index")
);
--> statement-breakpoint
CREATE TABLE "spans" (
	"session_id" bigint NOT NULL,
	"receipt_index" bigint NOT NULL,
	"index" integer NOT NULL,
	"first_token" integer NOT NULL,
	"token_count" integer NOT NULL,
	"weight" numeric(20, 0) NOT NULL,
	"status" text NOT NULL,
	"owner" text,
	"byte_start" integer NOT NULL,
	"byte_end" integer NOT NULL,
	"quoted" "bytea" NOT NULL,
	"match_first_token" integer,
	"match_token_count" integer,
	"match_datanet_id" bigint,
	"match_seq" bigint,
	"match_document" integer,
	"match_offset" numeric(20, 0),
	CONSTRAINT "spans_session_id_receipt_index_index_pk" PRIMARY KEY("session_id","receipt_index","index")
);
--> statement-breakpoint
CREATE TABLE "account_txs" (
	"address" text NOT NULL,
	"height" bigint NOT NULL,
	"tx_index" integer NOT NULL,
	CONSTRAINT "account_txs_address_height_tx_index_pk" PRIMARY KEY("address","height","tx_index")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"address" text PRIMARY KEY NOT NULL,
	"first_height" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "balance_changes" (
	"height" bigint NOT NULL,
	"index" integer NOT NULL,
	"address" text NOT NULL,
	"denom" text NOT NULL,
	"change" numeric(78, 0) NOT NULL,
	CONSTRAINT "balance_changes_height_index_pk" PRIMARY KEY("height","index")
);
--> statement-breakpoint
CREATE TABLE "balances" (
	"address" text NOT NULL,
	"denom" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"height" bigint NOT NULL,
	CONSTRAINT "balances_address_denom_pk" PRIMARY KEY("address","denom")
);
--> statement-breakpoint
CREATE TABLE "blocks" (
	"height" bigint PRIMARY KEY NOT NULL,
	"hash" "bytea" NOT NULL,
	"parent_hash" "bytea" NOT NULL,
	"time_ns" bigint NOT NULL,
	"proposer" "bytea" NOT NULL,
	"app_hash" "bytea" NOT NULL,
	"result_app_hash" "bytea" NOT NULL,
	"tx_count" integer NOT NULL,
	"event_count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dead_letters" (
	"height" bigint NOT NULL,
	"tx_index" integer NOT NULL,
	"reason" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "dead_letters_height_tx_index_pk" PRIMARY KEY("height","tx_index")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"height" bigint NOT NULL,
	"index" integer NOT NULL,
	"tx_index" integer,
	"type" text NOT NULL,
	"attributes" jsonb NOT NULL,
	CONSTRAINT "events_height_index_pk" PRIMARY KEY("height","index")
);
--> statement-breakpoint
CREATE TABLE "indexer_state" (
	"chain_id" text PRIMARY KEY NOT NULL,
	"genesis_hash" "bytea" NOT NULL,
	"bech32_prefix" text NOT NULL,
	"height" bigint NOT NULL,
	"block_hash" "bytea" NOT NULL,
	"app_hash" "bytea" NOT NULL,
	"code_version" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"height" bigint NOT NULL,
	"tx_index" integer NOT NULL,
	"index" integer NOT NULL,
	"type_url" text NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "messages_height_tx_index_index_pk" PRIMARY KEY("height","tx_index","index")
);
--> statement-breakpoint
CREATE TABLE "txs" (
	"height" bigint NOT NULL,
	"index" integer NOT NULL,
	"hash" "bytea" NOT NULL,
	"code" bigint NOT NULL,
	"codespace" text NOT NULL,
	"log" text NOT NULL,
	"gas_wanted" bigint NOT NULL,
	"gas_used" bigint NOT NULL,
	"memo" text NOT NULL,
	"fee" text NOT NULL,
	"fee_payer" text,
	"message_count" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "txs_height_index_pk" PRIMARY KEY("height","index")
);
--> statement-breakpoint
CREATE TABLE "contributions" (
	"datanet_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"sequence" bigint NOT NULL,
	"contributor" text NOT NULL,
	"title" text NOT NULL,
	"licence" text NOT NULL,
	"rows_merkle_root" "bytea" NOT NULL,
	"leaf_count" numeric(20, 0) NOT NULL,
	"byte_count" numeric(20, 0) NOT NULL,
	"token_count" numeric(20, 0) NOT NULL,
	"document_count" integer NOT NULL,
	"evidence_hash" "bytea" NOT NULL,
	"blob" "bytea" NOT NULL,
	"bond" text NOT NULL,
	"state" text NOT NULL,
	"grade" integer,
	"log_index" bigint,
	"accepted_sequence" bigint,
	"height" bigint NOT NULL,
	"tx_index" integer NOT NULL,
	"decided_height" bigint,
	CONSTRAINT "contributions_datanet_id_seq_pk" PRIMARY KEY("datanet_id","seq")
);
--> statement-breakpoint
CREATE TABLE "datanet_versions" (
	"datanet_id" bigint NOT NULL,
	"version" bigint NOT NULL,
	"log_size" bigint NOT NULL,
	"log_root" "bytea" NOT NULL,
	"tokens" bigint NOT NULL,
	"height" bigint NOT NULL,
	"tx_index" integer,
	CONSTRAINT "datanet_versions_datanet_id_version_pk" PRIMARY KEY("datanet_id","version")
);
--> statement-breakpoint
CREATE TABLE "datanets" (
	"id" bigint PRIMARY KEY NOT NULL,
	"creator" text NOT NULL,
	"name" text NOT NULL,
	"purpose" text NOT NULL,
	"licence" text NOT NULL,
	"licence_text_hash" "bytea" NOT NULL,
	"uses" text[] NOT NULL,
	"quote_policy" text NOT NULL,
	"private_sessions" text NOT NULL,
	"auditor" text,
	"curators" text[] NOT NULL,
	"threshold" integer NOT NULL,
	"curator_bps" integer NOT NULL,
	"bond_per_kib" numeric(78, 0) NOT NULL,
	"bond_denom" text NOT NULL,
	"min_prior_bps" integer NOT NULL,
	"height" bigint NOT NULL,
	"tx_index" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"datanet_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"curator" text NOT NULL,
	"verdict" text NOT NULL,
	"grade" integer NOT NULL,
	"reason_code" integer NOT NULL,
	"height" bigint NOT NULL,
	"tx_index" integer NOT NULL,
	CONSTRAINT "reviews_datanet_id_seq_curator_pk" PRIMARY KEY("datanet_id","seq","curator")
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"id" bigint PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"model_id" bigint NOT NULL,
	"model_version" bigint NOT NULL,
	"endpoint" text NOT NULL,
	"denom" text NOT NULL,
	"per_call" numeric(78, 0) NOT NULL,
	"per_thousand_input" numeric(78, 0) NOT NULL,
	"per_thousand_output" numeric(78, 0) NOT NULL,
	"latency_class_ms" numeric(20, 0) NOT NULL,
	"late_bps" integer NOT NULL,
	"unsigned_calls" integer NOT NULL,
	"bond" text NOT NULL,
	"opening_fee" numeric(78, 0) NOT NULL,
	"receipt_key" "bytea" NOT NULL,
	"region" text NOT NULL,
	"power_source" text NOT NULL,
	"closed" boolean NOT NULL,
	"height" bigint NOT NULL,
	"tx_index" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" bigint PRIMARY KEY NOT NULL,
	"offer_id" bigint NOT NULL,
	"buyer" text NOT NULL,
	"host" text NOT NULL,
	"escrow" numeric(78, 0) NOT NULL,
	"denom" text NOT NULL,
	"opening_fee" numeric(78, 0) NOT NULL,
	"session_key" "bytea" NOT NULL,
	"state" text NOT NULL,
	"opened_time_ns" bigint NOT NULL,
	"expires_time_ns" bigint NOT NULL,
	"settle_until_ns" bigint,
	"closing_reason" text,
	"returned" numeric(78, 0),
	"receipt_count" bigint NOT NULL,
	"settled_amount" numeric(78, 0) NOT NULL,
	"height" bigint NOT NULL,
	"tx_index" integer NOT NULL,
	"ended_height" bigint
);
--> statement-breakpoint
CREATE TABLE "settlement_owners" (
	"settlement_id" bigint NOT NULL,
	"owner" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	CONSTRAINT "settlement_owners_settlement_id_owner_pk" PRIMARY KEY("settlement_id","owner")
);
--> statement-breakpoint
CREATE TABLE "settlement_splits" (
	"settlement_id" bigint PRIMARY KEY NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"denom" text NOT NULL,
	"owned" numeric(78, 0) NOT NULL,
	"priors" numeric(78, 0) NOT NULL,
	"curators" numeric(78, 0) NOT NULL,
	"returned" numeric(78, 0) NOT NULL,
	"host" numeric(78, 0) NOT NULL,
	"model" numeric(78, 0) NOT NULL,
	"stakers" numeric(78, 0) NOT NULL,
	"treasury" numeric(78, 0) NOT NULL,
	"burned" numeric(78, 0) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlements" (
	"id" bigint PRIMARY KEY NOT NULL,
	"session_id" bigint NOT NULL,
	"first_index" bigint NOT NULL,
	"receipt_count" integer NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"denom" text NOT NULL,
	"claims_root" "bytea" NOT NULL,
	"head" "bytea" NOT NULL,
	"state" text NOT NULL,
	"final_time_ns" bigint NOT NULL,
	"final_height" bigint NOT NULL,
	"height" bigint NOT NULL,
	"tx_index" integer NOT NULL,
	"decided_height" bigint
);
--> statement-breakpoint
CREATE TABLE "manifest_entries" (
	"model_id" bigint NOT NULL,
	"model_version" bigint NOT NULL,
	"datanet_id" bigint NOT NULL,
	"datanet_version" bigint NOT NULL,
	"prior_bps" integer NOT NULL,
	CONSTRAINT "manifest_entries_model_id_model_version_datanet_id_datanet_version_pk" PRIMARY KEY("model_id","model_version","datanet_id","datanet_version")
);
--> statement-breakpoint
CREATE TABLE "model_versions" (
	"model_id" bigint NOT NULL,
	"version" bigint NOT NULL,
	"kind" text NOT NULL,
	"rule_version" integer NOT NULL,
	"artifact_root" "bytea" NOT NULL,
	"recipe_hash" "bytea" NOT NULL,
	"seed" numeric(20, 0) NOT NULL,
	"floor_price" numeric(78, 0),
	"floor_denom" text,
	"publisher" text NOT NULL,
	"steward" text,
	"approver" text,
	"height" bigint NOT NULL,
	"tx_index" integer NOT NULL,
	CONSTRAINT "model_versions_model_id_version_pk" PRIMARY KEY("model_id","version")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" bigint PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"name" text NOT NULL,
	"height" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "royalties" (
	"model_id" bigint NOT NULL,
	"model_version" bigint NOT NULL,
	"index" integer NOT NULL,
	"receiver" text NOT NULL,
	"bps" integer NOT NULL,
	CONSTRAINT "royalties_model_id_model_version_index_pk" PRIMARY KEY("model_id","model_version","index")
);
--> statement-breakpoint
CREATE TABLE "claimables" (
	"address" text NOT NULL,
	"denom" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	CONSTRAINT "claimables_address_denom_pk" PRIMARY KEY("address","denom")
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"height" bigint NOT NULL,
	"event_index" integer NOT NULL,
	"settlement_id" bigint,
	"session_id" bigint NOT NULL,
	"receiver" text,
	"role" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"denom" text NOT NULL,
	"datanet_id" bigint,
	"datanet_version" bigint,
	CONSTRAINT "payouts_height_event_index_pk" PRIMARY KEY("height","event_index")
);
--> statement-breakpoint
CREATE TABLE "reward_claims" (
	"height" bigint NOT NULL,
	"event_index" integer NOT NULL,
	"tx_index" integer,
	"claimant" text NOT NULL,
	"denom" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	CONSTRAINT "reward_claims_height_event_index_denom_pk" PRIMARY KEY("height","event_index","denom")
);
--> statement-breakpoint
CREATE TABLE "statement_lines" (
	"address" text NOT NULL,
	"denom" text NOT NULL,
	"height" bigint NOT NULL,
	"event_index" integer NOT NULL,
	"part" integer NOT NULL,
	"kind" text NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"balance_after" numeric(78, 0) NOT NULL,
	"settlement_id" bigint,
	"session_id" bigint,
	"tx_index" integer,
	CONSTRAINT "statement_lines_address_denom_height_event_index_part_pk" PRIMARY KEY("address","denom","height","event_index","part")
);
--> statement-breakpoint
CREATE INDEX "receipt_owners_owner" ON "receipt_owners" USING btree ("owner","session_id","receipt_index");--> statement-breakpoint
CREATE INDEX "receipts_settlement" ON "receipts" USING btree ("settlement_id","index");--> statement-breakpoint
CREATE INDEX "receipts_order" ON "receipts" USING btree ("height","tx_index","index");--> statement-breakpoint
CREATE INDEX "spans_contribution" ON "spans" USING btree ("match_datanet_id","match_seq");--> statement-breakpoint
CREATE INDEX "spans_owner" ON "spans" USING btree ("owner");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_order" ON "accounts" USING btree ("first_height","address");--> statement-breakpoint
CREATE INDEX "balance_changes_address" ON "balance_changes" USING btree ("address","denom","height");--> statement-breakpoint
CREATE UNIQUE INDEX "blocks_hash" ON "blocks" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "events_type" ON "events" USING btree ("type","height","index");--> statement-breakpoint
CREATE INDEX "messages_type" ON "messages" USING btree ("type_url","height","tx_index","index");--> statement-breakpoint
CREATE INDEX "txs_hash" ON "txs" USING btree ("hash");--> statement-breakpoint
CREATE UNIQUE INDEX "contributions_sequence" ON "contributions" USING btree ("sequence");--> statement-breakpoint
CREATE INDEX "contributions_contributor" ON "contributions" USING btree ("contributor","sequence");--> statement-breakpoint
CREATE INDEX "sessions_buyer" ON "sessions" USING btree ("buyer","id");--> statement-breakpoint
CREATE INDEX "sessions_host" ON "sessions" USING btree ("host","id");--> statement-breakpoint
CREATE INDEX "settlement_owners_owner" ON "settlement_owners" USING btree ("owner","settlement_id");--> statement-breakpoint
CREATE UNIQUE INDEX "settlements_range" ON "settlements" USING btree ("session_id","first_index");--> statement-breakpoint
CREATE INDEX "payouts_receiver" ON "payouts" USING btree ("receiver","height","event_index");--> statement-breakpoint
CREATE INDEX "payouts_settlement" ON "payouts" USING btree ("settlement_id");--> statement-breakpoint
CREATE INDEX "reward_claims_claimant" ON "reward_claims" USING btree ("claimant","height");