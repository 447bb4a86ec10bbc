import { html } from '../../telegram/screens/html.ts';

/** Что человек решает сам: язык, часовой пояс, напоминания. */
export const preferences = {
  open: 'Настройки',
  title: html`<b>Настройки</b>`,
  zone: (name: string, time: string) => `Часовой пояс: ${name}, сейчас ${time}`,
  notChosen: 'Если у вас другое время, укажите его: по нему идут даты и напоминания.',
  reminded:
    'Напоминания приходят с 10 до 21 часа по вашему времени. Что из них нужно, решаете вы. О деньгах пишу всегда.',
  reminders: {
    ends: (isOn: boolean): string => (isOn ? '🔔 О конце срока: да' : '🔕 О конце срока: нет'),
    traffic: (isOn: boolean): string => (isOn ? '🔔 О трафике: да' : '🔕 О трафике: нет'),
    unconnected: (isOn: boolean): string => (isOn ? '🔔 О подключении: да' : '🔕 О подключении: нет'),
  },
  changeZone: 'Часовой пояс',
  askZone: html`<b>Который у вас час?</b>

Выберите город, где сейчас столько же времени.`,
  otherZone: 'Другое время',
  askTime: html`<b>Сколько у вас сейчас времени?</b>

Напишите, например: <code>14:35</code>`,
  badTime: 'Не разобрал. Напишите часы и минуты через двоеточие, например 14:35.',
  cities: {
    'Europe/London': 'Лондон',
    'Europe/Berlin': 'Берлин',
    'Europe/Kaliningrad': 'Калининград',
    'Europe/Kyiv': 'Киев',
    'Europe/Minsk': 'Минск',
    'Europe/Moscow': 'Москва',
    'Europe/Istanbul': 'Стамбул',
    'Asia/Tbilisi': 'Тбилиси',
    'Asia/Yerevan': 'Ереван',
    'Asia/Dubai': 'Дубай',
    'Europe/Samara': 'Самара',
    'Asia/Tashkent': 'Ташкент',
    'Asia/Almaty': 'Алматы',
    'Asia/Yekaterinburg': 'Екатеринбург',
    'Asia/Omsk': 'Омск',
    'Asia/Novosibirsk': 'Новосибирск',
    'Asia/Krasnoyarsk': 'Красноярск',
    'Asia/Irkutsk': 'Иркутск',
    'Asia/Yakutsk': 'Якутск',
    'Asia/Vladivostok': 'Владивосток',
    'Asia/Magadan': 'Магадан',
    'Asia/Kamchatka': 'Камчатка',
  },
};
