/** Whether the panel takes this User-Agent for a robot; it refuses those before it looks at anything else. */
export function isRobot(userAgent: string): boolean {
  return /bot\b|bot[\/;_ -]|crawler|spider|slurp|facebookexternalhit|whatsapp\//i.test(userAgent);
}
