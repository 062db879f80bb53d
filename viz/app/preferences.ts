/** Language and theme: taken from the system, changed by hand, kept by the browser. */
import { computed, effect, signal } from '@preact/signals';
import { formatFor } from '../data/format.ts';
import { type Language, MESSAGES } from './messages.ts';

type Theme = 'light' | 'dark';

/** Storage fails in private windows and for files opened from disk; preferences then last one visit. */
function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing depends on it.
  }
}

const LANGUAGE = 'twinwing.language';
const THEME = 'twinwing.theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');

const firstLanguage = (): Language => {
  const chosen = kept(LANGUAGE) ?? navigator.language;
  return chosen.startsWith('zh') ? 'zh' : 'en';
};

const chosenTheme = signal<Theme | undefined>((kept(THEME) as Theme | null) ?? undefined);
const systemTheme = signal<Theme>(systemDark.matches ? 'dark' : 'light');

export const language = signal<Language>(firstLanguage());
export const theme = computed<Theme>(() => chosenTheme.value ?? systemTheme.value);
export const messages = computed(() => MESSAGES[language.value]);
export const format = computed(() => formatFor(messages.value.locale));

export function toggleLanguage(): void {
  language.value = language.value === 'en' ? 'zh' : 'en';
  keep(LANGUAGE, language.value);
}

export function toggleTheme(): void {
  chosenTheme.value = theme.value === 'dark' ? 'light' : 'dark';
  keep(THEME, chosenTheme.value);
}

/** Paper is white: prints in the light theme, then returns to the reader's. */
function followPrinter(): void {
  let before: Theme | undefined;
  addEventListener('beforeprint', () => {
    before = chosenTheme.value;
    chosenTheme.value = 'light';
  });
  addEventListener('afterprint', () => {
    chosenTheme.value = before;
  });
}

/** Keeps the page's language and colours in step with the preferences. */
export function applyPreferences(): void {
  systemDark.addEventListener('change', ({ matches }) => {
    systemTheme.value = matches ? 'dark' : 'light';
  });
  followPrinter();
  effect(() => {
    document.documentElement.lang = messages.value.locale;
    document.documentElement.dataset.theme = theme.value;
  });
}
