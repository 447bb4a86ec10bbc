CREATE TABLE "key_presets" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"preset" jsonb NOT NULL,
	"state" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"applied_at" timestamp with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "key_presets_one_draft" ON "key_presets" USING btree ("state") WHERE "key_presets"."state" = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "key_presets_one_live" ON "key_presets" USING btree ("state") WHERE "key_presets"."state" = 'live';