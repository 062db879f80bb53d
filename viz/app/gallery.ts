/** The scenarios that come with the program, bundled as text. */

export interface GalleryEntry {
  readonly file: string;
  readonly title: string;
  readonly text: string;
}

const files = import.meta.glob<string>('../../scenarios/**/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const FIRST = 'quickstart.yaml';

const titleOf = (text: string, file: string) =>
  /^title:\s*(["']?)(.+?)\1\s*$/m.exec(text)?.[2] ?? file;

/** What real libraries speak is for the command line: browsers have none of them. */
const isSpoken = (text: string): boolean => /\bfidelity: (protocol|live)\b/.test(text);

export const GALLERY: readonly GalleryEntry[] = Object.entries(files)
  .filter(([, text]) => !isSpoken(text))
  .map(([path, text]) => {
    const file = path.slice(path.lastIndexOf('/') + 1);
    return { file, text, title: titleOf(text, file) };
  })
  .sort(
    (a, b) => Number(b.file === FIRST) - Number(a.file === FIRST) || a.file.localeCompare(b.file),
  );
