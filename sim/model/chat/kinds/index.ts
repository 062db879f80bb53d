/** The kinds of messages. */
import { registry } from '../../../part/part.ts';
import { file, image, video, voiceNote } from './pictures.ts';
import { sticker } from './sticker.ts';
import { emoji, text } from './text.ts';

export const messageKinds = registry('message kind', [
  text,
  emoji,
  sticker,
  image,
  voiceNote,
  video,
  file,
]);
