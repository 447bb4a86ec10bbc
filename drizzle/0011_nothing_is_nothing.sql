-- Null meant both "for ever" and "nothing". Nothing is an end that is past and a limit of 0 from now on, on the panels too.
UPDATE "subscriptions" SET
  "expires_at" = least("expires_at", "updated_at"),
  "data_limit_bytes" = 0,
  "desired_version" = "desired_version" + 1
WHERE "started_at" IS NULL;
