DROP INDEX IF EXISTS "events_type";--> statement-breakpoint
DO $$ BEGIN
  IF to_regclass('indexer_deferred_indexes') IS NOT NULL THEN
    DELETE FROM "indexer_deferred_indexes" WHERE "name" = 'events_type';
  END IF;
END $$;--> statement-breakpoint
CREATE INDEX "events_type_hash" ON "events" USING btree (hashtextextended("type", 0),"height","index");
