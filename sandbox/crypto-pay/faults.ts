/** What goes wrong, until it is switched off. */
export interface CryptoPayFaults {
  webhooksOff: boolean;
  duplicates: number;
  delayMs: number;
  /** Later deliveries overtake earlier ones. */
  reorder: boolean;
  wrongSecret: boolean;
  /** `error500` before anything is done · `saves-then-reset` after it is done · `truncated` the answer breaks off, after. */
  api: 'error500' | 'saves-then-reset' | 'truncated' | 'rate-limited' | null;
}

export const noFaults: CryptoPayFaults = {
  webhooksOff: false,
  duplicates: 0,
  delayMs: 0,
  reorder: false,
  wrongSecret: false,
  api: null,
};
