/** What a subscription says of itself in a header: bytes used, allowed (null: unlimited), the end (null: never). */
export interface FeedUsage {
  usedBytes: number;
  limitBytes: number | null;
  expiresAt: Date | null;
}

/** As its own panel says that there is no limit: Hiddify takes no less than 10 TB for one, and 0 for used up (4.0.5–4.1.1). */
const hiddifyUnlimited = 1_000_000 * 1024 ** 3;
/** The end of 2099: Hiddify reads the header only when it has an end, and shows none that is so far away. */
const hiddifyNever = 4_102_444_799;

/**
 * `subscription-userinfo` as the app that asks shows it rightly. By the format 0 is no limit and no end, which Happ shows
 * as 1970. Nothing at all is written as one byte, for 0 would be everything.
 */
export function usageFor(userAgent: string, { usedBytes, limitBytes, expiresAt }: FeedUsage): string {
  const isHiddify = /^hiddify/i.test(userAgent);
  const total = limitBytes === null ? (isHiddify ? hiddifyUnlimited : 0) : Math.max(1, limitBytes);
  const end = expiresAt === null ? endless(userAgent, isHiddify) : Math.floor(expiresAt.getTime() / 1000);
  const said = `upload=0; download=${usedBytes}; total=${total}`;
  return end === undefined ? said : `${said}; expire=${end}`;
}

function endless(userAgent: string, isHiddify: boolean): number | undefined {
  if (isHiddify) return hiddifyNever;
  return /^happ\b/i.test(userAgent) ? undefined : 0;
}
