/** Every sentence of the dashboard and the report, in both languages: the types keep them together. */
import { en } from './messages/en.ts';
import { zh } from './messages/zh.ts';

/** The shape of the English catalogue with any text in the places of its texts. */
type Widened<T> = T extends string
  ? string
  : T extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { readonly [Key in keyof T]: Widened<T[Key]> };

export type Messages = Widened<typeof en>;

export type Language = 'en' | 'zh';
export const MESSAGES: Readonly<Record<Language, Messages>> = { en, zh };
