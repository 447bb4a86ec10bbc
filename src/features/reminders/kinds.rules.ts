/** What people are reminded of, each by itself to be muted: the end of access, the traffic, and that they have not connected yet. */
export const reminderKinds = ['ends', 'traffic', 'unconnected'] as const;

export type ReminderKind = (typeof reminderKinds)[number];
