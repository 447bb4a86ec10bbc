/** Which payments a list shows. `attention`: somebody has to decide, or a refund has failed. */
export const paymentFilters = ['all', 'attention', 'paid', 'refunded', 'disputed'] as const;
export type PaymentFilter = (typeof paymentFilters)[number];
