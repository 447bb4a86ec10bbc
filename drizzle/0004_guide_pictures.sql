CREATE TABLE "illustrations" (
	"bot_id" text NOT NULL,
	"digest" text NOT NULL,
	"file_id" text NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "illustrations_bot_id_digest_pk" PRIMARY KEY("bot_id","digest")
);
