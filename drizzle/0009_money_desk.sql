CREATE TABLE "money_reports" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"occasion" text NOT NULL,
	"asked_by" bigint,
	"made_at" timestamp with time zone NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "money_reports_occasion_unique" UNIQUE("occasion")
);
--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "decision" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "destination" text DEFAULT 'payer' NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "subject" text;--> statement-breakpoint
CREATE INDEX "money_reports_made" ON "money_reports" USING btree ("made_at");--> statement-breakpoint
CREATE INDEX "inbox_subject" ON "inbox" USING btree ("source","subject") WHERE subject is not null;