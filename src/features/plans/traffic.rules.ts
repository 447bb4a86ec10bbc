/** What a limit of traffic may be for, in the order in which an admin goes through them. */
export const trafficModes = ['total', 'monthly', 'monthly-kept'] as const;
