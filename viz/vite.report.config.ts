/** Builds the report shell: one HTML file that opens from disk, with room for a Result in it. */
import { defineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { withoutUnusedModels } from './tree-shaking.ts';

/** Browsers refuse some module features on file://, so the one inlined script becomes a classic one. */
const classicScript: Plugin = {
  name: 'classic-script',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.html')) continue;
        file.source = String(file.source).replace(
          /<script type="module"( crossorigin)?>/,
          '<script>',
        );
      }
    },
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [viteSingleFile(), classicScript],
  build: {
    outDir: '../dist/shell',
    emptyOutDir: true,
    target: 'es2023',
    rolldownOptions: {
      input: 'viz/report.html',
      output: { format: 'iife' },
      treeshake: withoutUnusedModels,
    },
  },
});
