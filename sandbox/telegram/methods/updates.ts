import type { GetUpdates } from '../delivery/polling.ts';
import type { SetWebhook } from '../delivery/webhook-settings.ts';
import type { WebhookInfo } from '../delivery/update-desk.ts';
import { DescribedResult, type MethodRequest, type MethodTable } from './method.ts';

function setWebhook(request: MethodRequest, params: SetWebhook): DescribedResult {
  if (params.url === '') return deleteWebhook(request, params);
  const outcome = request.core.updates.setWebhook(params);
  return new DescribedResult(true, outcome === 'set' ? 'Webhook was set' : 'Webhook is already set');
}

function deleteWebhook({ core }: MethodRequest, params: { drop_pending_updates?: boolean }): DescribedResult {
  const outcome = core.updates.deleteWebhook(params.drop_pending_updates ?? false);
  return new DescribedResult(
    true,
    outcome === 'deleted' ? 'Webhook was deleted' : 'Webhook is already deleted',
  );
}

const getWebhookInfo = ({ core }: MethodRequest): WebhookInfo => core.updates.info();

const getUpdates = ({ core }: MethodRequest, params: GetUpdates): Promise<object[]> =>
  core.updates.poll(params);

export const updateMethods: MethodTable = { setWebhook, deleteWebhook, getWebhookInfo, getUpdates };
