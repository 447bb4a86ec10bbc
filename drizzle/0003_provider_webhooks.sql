CREATE TABLE "provider_webhooks" (
	"provider" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"endpoint_id" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL
);
