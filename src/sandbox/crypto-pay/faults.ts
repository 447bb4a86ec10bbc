/** What goes wrong, until it is switched off. */
export interface CryptoPayFaults {
  webhooksOff: boolean;
  duplicates: number;
  wrongSecret: boolean;
  /** `error500` before anything is done · `saves-then-reset` after it is done. */
  api: 'error500' | 'saves-then-reset' | 'rate-limited' | null;
}

export const noFaults: CryptoPayFaults = { webhooksOff: false, duplicates: 0, wrongSecret: false, api: null };
