/** The most that staff give somebody at once. */
export const giftLimits = { days: 3_650, gigabytes: 10_000, minor: 99_999_999 } as const;
