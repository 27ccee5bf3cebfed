CREATE INDEX "contributions_pending" ON "contributions" USING btree ("sequence") WHERE state = 'PENDING';--> statement-breakpoint
CREATE INDEX "demands_open" ON "demands" USING btree ("deadline_time_ns") WHERE state = 'OPEN';--> statement-breakpoint
CREATE INDEX "settlements_pending" ON "settlements" USING btree ("final_time_ns") WHERE state = 'PENDING';