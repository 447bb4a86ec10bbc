const minuteMs = 60_000;

/**
 * When a provider is asked again of an unpaid payment that no webhook has told us of: 2 minutes after it was made,
 * 10 minutes after, 2 minutes after the offer ended, and every hour while the money is under way.
 */
export function nextLook(at: { now: Date; looks: number; expiresAt: Date; isProcessing: boolean }): Date {
  const { now, looks, expiresAt, isProcessing } = at;
  const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * minuteMs);
  if (isProcessing) return inMinutes(60);
  if (looks === 0) return inMinutes(2);
  if (looks === 1) return inMinutes(8);
  const afterEnd = new Date(expiresAt.getTime() + 2 * minuteMs);
  return afterEnd > now ? afterEnd : inMinutes(10);
}
