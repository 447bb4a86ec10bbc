import { html } from '../../telegram/screens/html.ts';

export const general = {
  home: 'На главную 🏠',
  back: 'Назад',
  cancel: 'Отмена',
  next: 'Дальше',
  previous: 'Раньше',
  refresh: 'Обновить',
  forEver: 'бессрочно',
  unlimited: 'без ограничений',
  menuChanged: 'Меню обновилось',
  cancelled: 'Отменено.',
  nothingToCancel: 'Сейчас нечего отменять.',
  page: (page: number, pages: number) => `Страница ${page} из ${pages}`,
  notUnderstood: html`Я не понял это сообщение. Выберите, что сделать, кнопкой ниже.`,
  groupNotice: html`Я работаю только в личной переписке: там ваши ключи не увидят другие. Напишите мне напрямую.`,
  openPrivate: 'Написать боту',
  blocked: html`Доступ к сервису для вас закрыт. Если это ошибка, обратитесь к тому, кто вас пригласил.`,
  slowDown: 'Слишком быстро. Подождите пару секунд и нажмите ещё раз.',
  fault: (reference: string) =>
    html`Что-то пошло не так на нашей стороне. Попробуйте ещё раз через минуту.\n\nЕсли не поможет, передайте тому, кто вас пригласил, номер <code>${reference}</code>.`,
};
