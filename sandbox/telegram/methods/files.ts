import type { TelegramFile, TelegramMessage } from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import { postFromBot } from '../chats/post.ts';
import { maxDownloadBytes } from '../rules/check-file.ts';
import {
  documentContent,
  photoContent,
  readFile,
  readMedia,
  type InputFile,
  type InputMedia,
} from './media.ts';
import type { MethodRequest, MethodTable } from './method.ts';
import { readCaption, readDestination, type CaptionOptions, type SendOptions } from './send-options.ts';

type SendFile = SendOptions & CaptionOptions;

function sendPhoto(request: MethodRequest, params: SendFile & { photo: InputFile }): TelegramMessage {
  const caption = readCaption(params);
  const { chat, content, markup } = readDestination(request.core, params);
  const photo = photoContent(request.core, readFile(request, params.photo, 'photo'));
  return postFromBot(request.core, { chat, markup }, { ...content, ...photo, ...caption });
}

function sendDocument(
  request: MethodRequest,
  params: SendFile & { document: InputFile; thumbnail?: unknown },
): TelegramMessage {
  if (params.thumbnail !== undefined) throw badRequest('the sandbox does not model thumbnails');
  const caption = readCaption(params);
  const { chat, content, markup } = readDestination(request.core, params);
  const document = documentContent(readFile(request, params.document, 'document'));
  return postFromBot(request.core, { chat, markup }, { ...content, ...document, ...caption });
}

function sendMediaGroup(
  request: MethodRequest,
  params: SendOptions & { media: InputMedia[] },
): TelegramMessage[] {
  const { chat, content } = readDestination(request.core, params);
  if (new Set(params.media.map((item) => item.type)).size > 1)
    throw badRequest("document can't be mixed with other media types");
  const album = params.media.map((item) => readMedia(request, item));
  const groupId = String(request.core.clock.now().getTime() * 1000 + chat.nextMessageId);
  return album.map((item) =>
    postFromBot(request.core, { chat }, { ...content, ...item, media_group_id: groupId }),
  );
}

function getFile({ core }: MethodRequest, params: { file_id: string }): TelegramFile {
  const file = core.files.find(params.file_id);
  if (!file) throw badRequest('invalid file_id');
  if (file.bytes.length > maxDownloadBytes) throw badRequest('file is too big');
  return {
    file_id: file.fileId,
    file_unique_id: file.fileUniqueId,
    file_size: file.bytes.length,
    file_path: file.path,
  };
}

export const fileMethods: MethodTable = { sendPhoto, sendDocument, sendMediaGroup, getFile };
