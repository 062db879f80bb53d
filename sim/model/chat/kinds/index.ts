/** The kinds of messages. */
import { registry } from '../../../part/part.ts';
import { bot, llmAnswer } from './parts/answers.ts';
import { location } from './parts/location.ts';
import { file, image, video, voiceNote } from './parts/pictures.ts';
import { redPacket } from './parts/red-packet.ts';
import { edit, reaction, recall, receipt } from './parts/references.ts';
import { broadcast, presence, typing } from './parts/signals.ts';
import { sticker } from './parts/sticker.ts';
import { emoji, text } from './parts/text.ts';

export const messageKinds = registry('message kind', [
  text,
  emoji,
  sticker,
  image,
  voiceNote,
  video,
  file,
  location,
  typing,
  presence,
  receipt,
  recall,
  edit,
  reaction,
  redPacket,
  broadcast,
  bot,
  llmAnswer,
]);
