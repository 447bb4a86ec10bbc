/** The most that staff give somebody at once, and the longest reason for it. */
export const giftLimits = { days: 3_650, gigabytes: 10_000, minor: 99_999_999, reason: 200 } as const;

/** Whether it says something, in text that can be kept. */
export function isReason(text: string): boolean {
  const isClean = text.isWellFormed() && !/\p{Cc}/u.test(text);
  return isClean && text.trim() !== '' && text.length <= giftLimits.reason;
}
