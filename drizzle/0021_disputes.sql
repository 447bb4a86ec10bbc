CREATE TABLE "disputes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"payment_id" bigint NOT NULL,
	"provider" text NOT NULL,
	"object_id" text,
	"state" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"held_minor" bigint DEFAULT 0 NOT NULL,
	"booked_key" text,
	"turns" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "disputes_object" UNIQUE("provider","object_id"),
	CONSTRAINT "dispute_held" CHECK (("disputes"."held_minor" > 0) = ("disputes"."booked_key" is not null))
);
--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "currency" text;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "disputes_payment" ON "disputes" USING btree ("payment_id");
--> statement-breakpoint
-- Disputes that were booked before each had a row: what is out and has not come back, under the entry that says so.
INSERT INTO "disputes" ("payment_id", "provider", "state", "amount_minor", "currency", "held_minor", "booked_key", "created_at", "updated_at")
SELECT p.id, p.provider, CASE WHEN o.status = 'refunded' THEN 'lost' ELSE 'open' END, sum(l.amount_minor), l.currency, sum(l.amount_minor),
  regexp_replace(l.key, '^owed:', ''), min(l.at), min(l.at)
FROM payments p
JOIN ledger_entries l ON l.key ~ ('^(owed:)?dispute:' || p.id || ':[0-9]+:taken$')
LEFT JOIN orders o ON o.id = p.order_id
WHERE p.is_disputed AND NOT EXISTS (SELECT 1 FROM ledger_entries r WHERE r.key = regexp_replace(l.key, 'taken$', 'returned'))
GROUP BY p.id, p.provider, o.status, l.currency, regexp_replace(l.key, '^owed:', '');
--> statement-breakpoint
-- And those of which nothing was left to hold.
INSERT INTO "disputes" ("payment_id", "provider", "state", "amount_minor", "currency", "created_at", "updated_at")
SELECT p.id, p.provider, CASE WHEN o.status = 'refunded' THEN 'lost' ELSE 'open' END, 0, p.currency, now(), now()
FROM payments p LEFT JOIN orders o ON o.id = p.order_id
WHERE p.is_disputed AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.payment_id = p.id);
