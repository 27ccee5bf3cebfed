CREATE TABLE "proposal_deposits" (
	"height" bigint NOT NULL,
	"event_index" integer NOT NULL,
	"tx_index" integer,
	"proposal_id" bigint NOT NULL,
	"depositor" text NOT NULL,
	"amount" text NOT NULL,
	CONSTRAINT "proposal_deposits_height_event_index_pk" PRIMARY KEY("height","event_index")
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"id" bigint PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"proposer" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"metadata" text NOT NULL,
	"message_types" text[] NOT NULL,
	"expedited" boolean NOT NULL,
	"submit_time_ns" bigint NOT NULL,
	"deposit_end_time_ns" bigint NOT NULL,
	"voting_start_time_ns" bigint,
	"voting_end_time_ns" bigint,
	"total_deposit" text NOT NULL,
	"yes" numeric(78, 0) NOT NULL,
	"abstain" numeric(78, 0) NOT NULL,
	"no" numeric(78, 0) NOT NULL,
	"no_with_veto" numeric(78, 0) NOT NULL,
	"failed_reason" text NOT NULL,
	"submit_height" bigint NOT NULL,
	"submit_tx_index" integer,
	"height" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"height" bigint NOT NULL,
	"event_index" integer NOT NULL,
	"tx_index" integer,
	"proposal_id" bigint NOT NULL,
	"voter" text NOT NULL,
	"options" jsonb NOT NULL,
	CONSTRAINT "votes_height_event_index_pk" PRIMARY KEY("height","event_index")
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"height" bigint NOT NULL,
	"index" integer NOT NULL,
	"event_index" integer,
	"tx_index" integer,
	"address" text NOT NULL,
	"denom" text NOT NULL,
	"change" numeric(78, 0) NOT NULL,
	"balance_after" numeric(78, 0) NOT NULL,
	"external_after" numeric(78, 0) NOT NULL,
	"reason" text NOT NULL,
	"counterparty" text,
	CONSTRAINT "ledger_height_index_pk" PRIMARY KEY("height","index")
);
--> statement-breakpoint
CREATE TABLE "supplies" (
	"denom" text PRIMARY KEY NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"height" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "supply_changes" (
	"height" bigint NOT NULL,
	"index" integer NOT NULL,
	"denom" text NOT NULL,
	"change" numeric(78, 0) NOT NULL,
	"supply_after" numeric(78, 0) NOT NULL,
	CONSTRAINT "supply_changes_height_index_pk" PRIMARY KEY("height","index")
);
--> statement-breakpoint
CREATE TABLE "delegation_changes" (
	"delegator" text NOT NULL,
	"validator" text NOT NULL,
	"height" bigint NOT NULL,
	"shares" numeric(98, 0) NOT NULL,
	CONSTRAINT "delegation_changes_delegator_validator_height_pk" PRIMARY KEY("delegator","validator","height")
);
--> statement-breakpoint
CREATE TABLE "delegations" (
	"delegator" text NOT NULL,
	"validator" text NOT NULL,
	"shares" numeric(98, 0) NOT NULL,
	"height" bigint NOT NULL,
	CONSTRAINT "delegations_delegator_validator_pk" PRIMARY KEY("delegator","validator")
);
--> statement-breakpoint
CREATE TABLE "missed_blocks" (
	"consensus_address" text NOT NULL,
	"height" bigint NOT NULL,
	"missed_in_window" bigint NOT NULL,
	CONSTRAINT "missed_blocks_consensus_address_height_pk" PRIMARY KEY("consensus_address","height")
);
--> statement-breakpoint
CREATE TABLE "redelegations" (
	"delegator" text NOT NULL,
	"source_validator" text NOT NULL,
	"destination_validator" text NOT NULL,
	"entries" jsonb NOT NULL,
	"height" bigint NOT NULL,
	CONSTRAINT "redelegations_delegator_source_validator_destination_validator_pk" PRIMARY KEY("delegator","source_validator","destination_validator")
);
--> statement-breakpoint
CREATE TABLE "slashes" (
	"height" bigint NOT NULL,
	"event_index" integer NOT NULL,
	"consensus_address" text NOT NULL,
	"reason" text,
	"power" bigint,
	"burned" numeric(78, 0),
	"jailed" boolean NOT NULL,
	CONSTRAINT "slashes_height_event_index_pk" PRIMARY KEY("height","event_index")
);
--> statement-breakpoint
CREATE TABLE "unbonding_changes" (
	"delegator" text NOT NULL,
	"validator" text NOT NULL,
	"height" bigint NOT NULL,
	"entries" jsonb NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	CONSTRAINT "unbonding_changes_delegator_validator_height_pk" PRIMARY KEY("delegator","validator","height")
);
--> statement-breakpoint
CREATE TABLE "unbondings" (
	"delegator" text NOT NULL,
	"validator" text NOT NULL,
	"entries" jsonb NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"height" bigint NOT NULL,
	CONSTRAINT "unbondings_delegator_validator_pk" PRIMARY KEY("delegator","validator")
);
--> statement-breakpoint
CREATE TABLE "validator_changes" (
	"operator" text NOT NULL,
	"height" bigint NOT NULL,
	"status" text NOT NULL,
	"jailed" boolean NOT NULL,
	"tokens" numeric(78, 0) NOT NULL,
	"shares" numeric(98, 0) NOT NULL,
	"commission_rate" numeric(98, 0) NOT NULL,
	"removed" boolean NOT NULL,
	CONSTRAINT "validator_changes_operator_height_pk" PRIMARY KEY("operator","height")
);
--> statement-breakpoint
CREATE TABLE "validators" (
	"operator" text PRIMARY KEY NOT NULL,
	"consensus_address" text NOT NULL,
	"status" text NOT NULL,
	"jailed" boolean NOT NULL,
	"tokens" numeric(78, 0) NOT NULL,
	"shares" numeric(98, 0) NOT NULL,
	"commission_rate" numeric(98, 0) NOT NULL,
	"max_commission_rate" numeric(98, 0) NOT NULL,
	"min_self_delegation" numeric(78, 0) NOT NULL,
	"unbonding_height" bigint NOT NULL,
	"unbonding_time_ns" bigint NOT NULL,
	"moniker" text NOT NULL,
	"identity" text NOT NULL,
	"website" text NOT NULL,
	"security_contact" text NOT NULL,
	"details" text NOT NULL,
	"removed" boolean NOT NULL,
	"height" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "balances" ADD COLUMN "external" numeric(78, 0) DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "proposal_deposits_proposal" ON "proposal_deposits" USING btree ("proposal_id","height","event_index");--> statement-breakpoint
CREATE INDEX "proposal_deposits_depositor" ON "proposal_deposits" USING btree ("depositor","height","event_index");--> statement-breakpoint
CREATE INDEX "proposals_status" ON "proposals" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "proposals_proposer" ON "proposals" USING btree ("proposer","id");--> statement-breakpoint
CREATE INDEX "votes_proposal" ON "votes" USING btree ("proposal_id","voter","height","event_index");--> statement-breakpoint
CREATE INDEX "votes_voter" ON "votes" USING btree ("voter","height","event_index");--> statement-breakpoint
CREATE INDEX "ledger_account" ON "ledger" USING btree ("address","denom","height","index");--> statement-breakpoint
CREATE INDEX "ledger_address" ON "ledger" USING btree ("address","height","index");--> statement-breakpoint
CREATE INDEX "supply_changes_denom" ON "supply_changes" USING btree ("denom","height","index");--> statement-breakpoint
CREATE INDEX "delegation_changes_validator" ON "delegation_changes" USING btree ("validator","delegator","height");--> statement-breakpoint
CREATE INDEX "delegations_validator" ON "delegations" USING btree ("validator","delegator");--> statement-breakpoint
CREATE INDEX "redelegations_source" ON "redelegations" USING btree ("source_validator");--> statement-breakpoint
CREATE INDEX "redelegations_destination" ON "redelegations" USING btree ("destination_validator");--> statement-breakpoint
CREATE INDEX "slashes_validator" ON "slashes" USING btree ("consensus_address","height");--> statement-breakpoint
CREATE INDEX "unbondings_validator" ON "unbondings" USING btree ("validator","delegator");--> statement-breakpoint
CREATE INDEX "validators_consensus" ON "validators" USING btree ("consensus_address");--> statement-breakpoint
CREATE INDEX "validators_tokens" ON "validators" USING btree ("tokens","operator");--> statement-breakpoint
CREATE INDEX "balances_denom" ON "balances" USING btree ("denom","amount");