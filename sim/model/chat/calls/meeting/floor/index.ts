import { registry } from '../../../../../part/part.ts';
import { lecture } from './lecture.ts';
import { turns } from './turns.ts';

export const floors = registry('floor', [turns, lecture]);
