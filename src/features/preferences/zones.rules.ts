/** Zones that can be tapped, from west to east; everybody else types what time it is where they are. */
export const zones = [
  'Europe/London',
  'Europe/Berlin',
  'Europe/Kaliningrad',
  'Europe/Kyiv',
  'Europe/Minsk',
  'Europe/Moscow',
  'Europe/Istanbul',
  'Asia/Tbilisi',
  'Asia/Yerevan',
  'Asia/Dubai',
  'Europe/Samara',
  'Asia/Tashkent',
  'Asia/Almaty',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Novosibirsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Asia/Magadan',
  'Asia/Kamchatka',
] as const;

const dayMinutes = 24 * 60;
const westernmost = -(10 * 60 + 45);

/**
 * The zone in which it is now the time that somebody typed, such as `14:35`, as its distance from UTC, such as `+05:45`:
 * no zone is at another distance than a multiple of a quarter of an hour. Undefined when no time was typed.
 */
export function zoneOfTime(typed: string, now: Date): string | undefined {
  const [, hours = '', minutes = ''] = /^\s*(\d{1,2})\s*[:.\s-]\s*(\d{2})\s*$/.exec(typed) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const there = Number(hours) * 60 + Number(minutes);
  const atUtc = now.getUTCHours() * 60 + now.getUTCMinutes();
  const ahead = Math.round((there - atUtc) / 15) * 15;
  // Of two zones a day apart the one where more people live: Auckland in summer is 13 hours ahead, Honolulu 10 behind.
  const offset = ((((ahead - westernmost) % dayMinutes) + dayMinutes) % dayMinutes) + westernmost;
  const [sign, size] = offset < 0 ? ['-', -offset] : ['+', offset];
  return `${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
