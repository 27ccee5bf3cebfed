DROP INDEX IF EXISTS "receipts_settlement";--> statement-breakpoint
DROP INDEX IF EXISTS "receipts_order";--> statement-breakpoint
DROP INDEX IF EXISTS "spans_contribution";--> statement-breakpoint
DROP INDEX IF EXISTS "spans_owner";--> statement-breakpoint
DROP INDEX IF EXISTS "contributions_pending";--> statement-breakpoint
DROP INDEX IF EXISTS "payouts_settlement";--> statement-breakpoint
CREATE INDEX "incidents_state_key" ON "incidents" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "incidents_reporter" ON "incidents" USING btree ("reporter","id");--> statement-breakpoint
CREATE INDEX "incidents_respondent" ON "incidents" USING btree ("respondent","id");--> statement-breakpoint
CREATE INDEX "receipts_settlement_key" ON "receipts" USING btree ("settlement_id","height","tx_index","session_id","index");--> statement-breakpoint
CREATE INDEX "receipts_key" ON "receipts" USING btree ("height","tx_index","session_id","index");--> statement-breakpoint
CREATE INDEX "receipts_session" ON "receipts" USING btree ("session_id","height","tx_index","index");--> statement-breakpoint
CREATE INDEX "spans_match_key" ON "spans" USING btree ("match_datanet_id","match_seq","session_id","receipt_index","index");--> statement-breakpoint
CREATE INDEX "spans_owner_key" ON "spans" USING btree ("owner","session_id","receipt_index","index");--> statement-breakpoint
CREATE INDEX "spans_status_key" ON "spans" USING btree ("status","session_id","receipt_index","index");--> statement-breakpoint
CREATE INDEX "events_of_txs" ON "events" USING btree ("height","index") WHERE tx_index is not null;--> statement-breakpoint
CREATE INDEX "txs_succeeded" ON "txs" USING btree ("height","index") WHERE code = 0;--> statement-breakpoint
CREATE INDEX "txs_failed" ON "txs" USING btree ("height","index") WHERE code <> 0;--> statement-breakpoint
CREATE INDEX "contributions_state" ON "contributions" USING btree ("state","sequence");--> statement-breakpoint
CREATE INDEX "contributions_datanet" ON "contributions" USING btree ("datanet_id","sequence");--> statement-breakpoint
CREATE INDEX "votes_proposal_key" ON "votes" USING btree ("proposal_id","height","event_index");--> statement-breakpoint
CREATE INDEX "offers_model_key" ON "offers" USING btree ("model_id","id");--> statement-breakpoint
CREATE INDEX "offers_host" ON "offers" USING btree ("host","id");--> statement-breakpoint
CREATE INDEX "offers_closed" ON "offers" USING btree ("closed","id");--> statement-breakpoint
CREATE INDEX "sessions_state" ON "sessions" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "settlements_session" ON "settlements" USING btree ("session_id","id");--> statement-breakpoint
CREATE INDEX "settlements_state" ON "settlements" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "model_versions_key" ON "model_versions" USING btree ("height","model_id","version");--> statement-breakpoint
CREATE INDEX "model_versions_model" ON "model_versions" USING btree ("model_id","height","version");--> statement-breakpoint
CREATE INDEX "model_versions_publisher" ON "model_versions" USING btree ("publisher","height","model_id","version");--> statement-breakpoint
CREATE INDEX "payouts_settlement_key" ON "payouts" USING btree ("settlement_id","height","event_index");--> statement-breakpoint
CREATE INDEX "payouts_session" ON "payouts" USING btree ("session_id","height","event_index");--> statement-breakpoint
CREATE INDEX "payouts_role" ON "payouts" USING btree ("role","height","event_index");--> statement-breakpoint
CREATE INDEX "validators_status" ON "validators" USING btree ("status","tokens","operator");