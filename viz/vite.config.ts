/** Builds the dashboard into dist/viz: static files that any web server can hand out. */
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { withoutUnusedModels } from './tree-shaking.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  worker: { format: 'es' },
  server: { host: '127.0.0.1', fs: { allow: [resolve(import.meta.dirname, '..')] } },
  build: {
    outDir: '../dist/viz',
    emptyOutDir: true,
    target: 'es2023',
    rolldownOptions: { treeshake: withoutUnusedModels },
  },
});
