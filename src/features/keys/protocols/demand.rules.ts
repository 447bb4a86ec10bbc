/**
 * The server's demand of clients that come with Reality. `recent-xray`: clients that announce a version below 26.3.27
 * are sent to the decoy site; sing-box and mihomo announce 1.8. `mlkem`: a post-quantum key share must come first;
 * sing-box strips it, mihomo sends it when told to.
 */
export type ServerDemand = 'any' | 'recent-xray' | 'mlkem';
