import type { Currency } from '../../../../platform/money.ts';

/** The sums that were paid in a time, by the provider's list and by our books. */
export interface Sums {
  provider: string;
  currency: Currency;
  listed: { count: number; minor: number };
  booked: { count: number; minor: number };
}

/** A payment about which a provider and our books say different things. */
export interface Difference {
  provider: string;
  objectId: string;
  /** `unbooked` it was paid there and our books know nothing · `unlisted` the other way round · `amount` another sum. */
  what: 'unbooked' | 'unlisted' | 'amount';
  minor: number;
  currency: string;
}

/** The findings of a comparison of the providers' lists with our books. Plain JSON, because it is kept. */
export interface Reconciliation {
  day: Sums[];
  month: Sums[];
  differences: Difference[];
  /** Differences beyond those that are listed. */
  moreDifferences: number;
  /** Providers whose list could not be read. */
  away: string[];
  /** Payments of the last day that no webhook told us of. */
  withoutWebhook: number;
  openReviews: number;
  deadJobs: number;
  deadUpdates: number;
  /** The names of the money checks that found something. */
  wrongChecks: string[];
}

/** Whether nobody has to look. */
export function isWell(found: Reconciliation): boolean {
  const { day, month, differences, away, openReviews, deadJobs, deadUpdates, wrongChecks } = found;
  const isSame = [...day, ...month].every(
    ({ listed, booked }) => listed.count === booked.count && listed.minor === booked.minor,
  );
  return (
    isSame &&
    differences.length + away.length + wrongChecks.length === 0 &&
    openReviews + deadJobs + deadUpdates === 0
  );
}
