ALTER TABLE "orders" ADD COLUMN "page_id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_page_id_unique" UNIQUE("page_id");