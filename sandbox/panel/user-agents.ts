/** Whether the panel takes this User-Agent for a robot; it refuses those before it looks at anything else. */
export function isRobot(userAgent: string): boolean {
  return /bot|crawl|spider|slurp|scrapy|^java\/|facebookexternalhit|whatsapp\//i.test(userAgent);
}

/** Which body a subscription address without a format gives to this app. */
export type SubscriptionFormat = 'page' | 'singbox' | 'clashmeta' | 'clash' | 'xray' | 'links64';

const formats: readonly [RegExp, SubscriptionFormat][] = [
  [/^Mozilla/i, 'page'],
  [/^(HiddifyNext|Dart|SFI|SFA)/i, 'singbox'],
  [/^(Clash-verge|Clash-?Meta|Stash|NekoBox|NekoRay|Pharos|hiddify-desktop)/i, 'clashmeta'],
  [/^(Clash|Stash)/i, 'clash'],
  [/^Streisand/i, 'xray'],
  [/^(Hiddify|FoXray|Fair|v2rayNG|SagerNet|Shadowrocket|V2Box|Loon|Liberty)/i, 'links64'],
];

/** The format the panel chooses by User-Agent; nothing for an app it does not know. */
export function findFormat(userAgent: string): SubscriptionFormat | undefined {
  if (isNewV2rayNg(userAgent)) return 'xray';
  return formats.find(([pattern]) => pattern.test(userAgent))?.[1];
}

/** v2rayNG understands Xray JSON from 1.8.17 on. */
function isNewV2rayNg(userAgent: string): boolean {
  const version = /^v2rayNG\/(\d+)\.(\d+)(?:\.(\d+))?/i.exec(userAgent);
  if (version === null) return false;
  const [major, minor, patch] = version.slice(1).map((part) => Number(part ?? 0));
  return (major ?? 0) * 1e6 + (minor ?? 0) * 1e3 + (patch ?? 0) >= 1_008_017;
}
