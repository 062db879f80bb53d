import { language, messages, theme, toggleLanguage, toggleTheme } from '../app/preferences.ts';

export function Wordmark() {
  return (
    <h1 class="wordmark">
      <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
        <path d="M2 7c7 0 11 3.5 14 10-1.5 4-3 6.5-5 8C6 21.5 2.5 15 2 7z" class="wing-left" />
        <path d="M30 7c-7 0-11 3.5-14 10 1.5 4 3 6.5 5 8 5-3.5 8.5-10 9-18z" class="wing-right" />
      </svg>
      Twinwing <span>{messages.value.tagline}</span>
    </h1>
  );
}

/** Switches of language and theme. */
export function LooksButtons() {
  const say = messages.value;
  const isDark = theme.value === 'dark';
  const themeText = isDark ? say.themeLight : say.themeDark;
  return (
    <span class="looks">
      <button
        type="button"
        class="quiet"
        lang={language.value === 'en' ? 'zh-CN' : 'en'}
        onClick={toggleLanguage}
      >
        {say.language}
      </button>
      <button
        type="button"
        class="quiet icon"
        onClick={toggleTheme}
        title={themeText}
        aria-label={themeText}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />
          <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
        </svg>
      </button>
    </span>
  );
}
