import { html } from '../../telegram/screens/html.ts';

/** What people decide for themselves: language, time zone, reminders. */
export const preferences = {
  open: 'Settings',
  title: html`<b>Settings</b>`,
  zone: (name: string, time: string) => `Time zone: ${name}, it is ${time}`,
  notChosen: 'If your time is another one, say so: dates and reminders go by it.',
  reminded:
    'Reminders come between 10:00 and 21:00 of your time. Which of them you want is up to you. News of money always come.',
  reminders: {
    ends: (isOn: boolean): string => (isOn ? '🔔 The end of access: yes' : '🔕 The end of access: no'),
    traffic: (isOn: boolean): string => (isOn ? '🔔 Traffic: yes' : '🔕 Traffic: no'),
    unconnected: (isOn: boolean): string => (isOn ? '🔔 Connecting: yes' : '🔕 Connecting: no'),
  },
  changeZone: 'Time zone',
  askZone: html`<b>What time is it where you are?</b>

Choose a city where it is the same time now.`,
  otherZone: 'Another time',
  askTime: html`<b>What time is it where you are?</b>

Write it, for example: <code>14:35</code>`,
  badTime: 'That is no time. Write hours and minutes with a colon, such as 14:35.',
  cities: {
    'Europe/London': 'London',
    'Europe/Berlin': 'Berlin',
    'Europe/Kaliningrad': 'Kaliningrad',
    'Europe/Kyiv': 'Kyiv',
    'Europe/Minsk': 'Minsk',
    'Europe/Moscow': 'Moscow',
    'Europe/Istanbul': 'Istanbul',
    'Asia/Tbilisi': 'Tbilisi',
    'Asia/Yerevan': 'Yerevan',
    'Asia/Dubai': 'Dubai',
    'Europe/Samara': 'Samara',
    'Asia/Tashkent': 'Tashkent',
    'Asia/Almaty': 'Almaty',
    'Asia/Yekaterinburg': 'Yekaterinburg',
    'Asia/Omsk': 'Omsk',
    'Asia/Novosibirsk': 'Novosibirsk',
    'Asia/Krasnoyarsk': 'Krasnoyarsk',
    'Asia/Irkutsk': 'Irkutsk',
    'Asia/Yakutsk': 'Yakutsk',
    'Asia/Vladivostok': 'Vladivostok',
    'Asia/Magadan': 'Magadan',
    'Asia/Kamchatka': 'Kamchatka',
  },
};
