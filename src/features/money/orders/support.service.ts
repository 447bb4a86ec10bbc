import type { Logger } from '../../../platform/logger.ts';

/** Says when nobody is named to whom people can write about a payment. */
export function warnOfMissingContact(parts: {
  settings: { supportContact: string | undefined };
  logger: Pick<Logger, 'warn'>;
}): void {
  if (parts.settings.supportContact !== undefined) return;
  parts.logger.warn(
    'SUPPORT_CONTACT is empty: /paysupport can name nobody to write to, which Telegram asks of shops that take Stars',
  );
}
