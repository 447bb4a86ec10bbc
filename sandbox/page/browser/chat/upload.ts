import { type App, attempt } from '../app.ts';
import { control } from '../state/api.ts';
import { fileSize, texts } from '../texts/language.ts';
import { openDialog } from '../ui/dialog.ts';
import { el, icon } from '../ui/dom.ts';

const LIMIT_BYTES = 20 * 1024 * 1024;

/** Lets the person pick a file from the disk; `accept` narrows the kind, such as `image/*`. */
export function pickFile(accept: string, picked: (file: File) => void): void {
  const input = el('input', { type: 'file', accept, hidden: true });
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) picked(file);
  });
  input.click();
}

/** Shows the file once more, asks for a caption and sends it as the person. */
export function offerUpload(app: App, personId: number, file: File): void {
  if (file.size > LIMIT_BYTES) return app.toaster.show(texts().tooBig);
  const isImage = /^image\/(?:png|jpeg|webp|gif)$/.test(file.type);
  const caption = el('input', { class: 'field', maxlength: 1024, dir: 'auto', autofocus: true });
  const asFile = el('input', { type: 'checkbox', class: 'switch-input', role: 'switch' });
  const send = (): void => {
    const kind = isImage && !asFile.checked ? 'photo' : 'document';
    void attempt(app, upload(personId, file, { kind, caption: caption.value.trim() }));
  };
  const dialog = openDialog({
    title: isImage ? texts().sendPhotoTitle : texts().sendFileTitle,
    body: [
      isImage ? imagePreview(file) : filePreview(file),
      el('label', { class: 'field-label' }, texts().caption, caption),
      isImage &&
        el('label', { class: 'switch' }, el('span', { class: 'switch-label', text: texts().asFile }), asFile),
    ],
    actions: [{ label: texts().cancel }, { label: texts().send, tone: 'primary', press: send }],
  });
  caption.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    dialog.close();
    send();
  });
  caption.focus();
}

function imagePreview(file: File): HTMLElement {
  const address = URL.createObjectURL(file);
  const image = el('img', { class: 'upload-preview', src: address, alt: file.name });
  image.addEventListener('load', () => URL.revokeObjectURL(address));
  return image;
}

function filePreview(file: File): HTMLElement {
  const words = el(
    'span',
    { class: 'attachment-words' },
    el('bdi', { class: 'attachment-title', text: file.name }),
  );
  words.append(el('small', { text: fileSize(file.size) }));
  return el('div', { class: 'attachment' }, el('span', { class: 'attachment-icon' }, icon('file')), words);
}

async function upload(
  personId: number,
  file: File,
  how: { kind: 'photo' | 'document'; caption: string },
): Promise<unknown> {
  const { kind, caption } = how;
  const upload = {
    kind,
    name: file.name,
    mime: file.type || 'application/octet-stream',
    base64: await toBase64(file),
  };
  return control.file(personId, caption ? { ...upload, caption } : upload);
}

async function toBase64(file: File): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.addEventListener('load', () => {
      if (typeof reader.result === 'string') resolve(reader.result.replace(/^data:[^,]*,/, ''));
    });
    reader.addEventListener('error', () =>
      reject(new Error('The file cannot be read', { cause: reader.error })),
    );
    reader.readAsDataURL(file);
  });
}
