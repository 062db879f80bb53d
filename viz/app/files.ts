/** Files that scenarios name: those that come with the gallery, and those that readers drop on the page. */
import { lastPartOf, type NamedFile } from '../scenario-files.ts';

const urls = import.meta.glob<string>('../../scenarios/**/*.{txt,csv,gz}', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** Where the gallery's files are, by the last part of their path. */
const GALLERY_FILES = new Map(Object.entries(urls).map(([path, url]) => [lastPartOf(path), url]));

/** Names of files that the worker has, or soon will. */
const asked = new Set<string>();

export async function takeDropped(file: File): Promise<NamedFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  asked.add(file.name);
  return { name: file.name, bytes };
}

/** The gallery's files that a scenario names and that nobody has asked for yet. */
export function missingFrom(text: string): Promise<readonly NamedFile[]> {
  const names = [...GALLERY_FILES.keys()].filter((name) => !asked.has(name) && text.includes(name));
  return Promise.all(names.map((name) => fetched(name)));
}

async function fetched(name: string): Promise<NamedFile> {
  asked.add(name);
  const response = await fetch(GALLERY_FILES.get(name)!);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return { name, bytes: new Uint8Array(await response.arrayBuffer()) };
}
