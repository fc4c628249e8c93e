import { readFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { buildSchema, isAbstractType } from 'graphql';
import { defineConfig, type Plugin } from 'vite';

const here = import.meta.dirname;
const contract = path.resolve(here, '../schema.graphql');

/** `virtual:possible-types`: which types each interface and union stands for, from the contract. */
function possibleTypes(): Plugin {
  const id = 'virtual:possible-types';
  return {
    name: 'lyceum:possible-types',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(loaded) {
      if (loaded !== `\0${id}`) return undefined;
      this.addWatchFile(contract);
      const schema = buildSchema(readFileSync(contract, 'utf8'));
      const types = Object.values(schema.getTypeMap())
        .filter(isAbstractType)
        .filter((type) => !type.name.startsWith('__'))
        .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]);
      return `export const possibleTypes = ${JSON.stringify(Object.fromEntries(types))};`;
    },
  };
}

/**
 * `graphql(`query Viewer …`)` becomes the document made for it. Without this the bundle carries
 * each document twice, as its text and as its tree, and every page those of all pages.
 */
function typedDocuments(): Plugin {
  const call =
    /\bgraphql\(\s*(?:\/\* GraphQL \*\/\s*)?`\s*(query|mutation|subscription|fragment)\s+(\w+)[^`]*`,?\s*\)/g;
  return {
    name: 'lyceum:typed-documents',
    enforce: 'pre',
    transform(code, file) {
      const isOurs = file.startsWith(path.join(here, 'src')) && !file.includes('/gql/');
      if (!isOurs || !code.includes('graphql(')) return undefined;
      const imported = new Set<string>();
      const out = code.replace(call, (whole, kind: string, name: string) => {
        const document = kind === 'fragment' ? `${name}FragmentDoc` : `${name}Document`;
        imported.add(document);
        // Keeps the number of lines, so that the source map stays true without being touched.
        return document + '\n'.repeat(whole.split('\n').length - 1);
      });
      if (imported.size === 0) return undefined;
      const documents = path.join(here, 'src/gql/graphql.ts');
      const head = `import { ${[...imported].join(', ')} } from ${JSON.stringify(documents)}; `;
      return { code: head + out, map: null };
    },
  };
}

/** Every browser we serve reads WOFF2: KaTeX's other two copies of each font stay behind. */
function woff2Only(): Plugin {
  return {
    name: 'lyceum:woff2-only',
    enforce: 'pre',
    transform(code, file) {
      if (!/katex[^/]*\.css$/.test(file)) return undefined;
      return {
        code: code.replace(/,url\([^)]+\.(?:woff|ttf)\) format\("[^"]+"\)/g, ''),
        map: null,
      };
    },
  };
}

/** GraphiQL's style sheet brings two text fonts as data; the system's own serve as well. */
function noTextFontsInGraphiql(): Plugin {
  return {
    name: 'lyceum:no-text-fonts-in-graphiql',
    enforce: 'pre',
    transform(code, file) {
      if (!/graphiql\/dist\/style\.css$/.test(file)) return undefined;
      const faces = /@font-face\s*\{[^}]*font-family:\s*(?:Roboto|Fira Code)[^}]*\}/g;
      return { code: code.replace(faces, ''), map: null };
    },
  };
}

export default defineConfig({
  root: here,
  base: '/',
  plugins: [react(), possibleTypes(), typedDocuments(), woff2Only(), noTextFontsInGraphiql()],
  worker: { format: 'es' },
  build: {
    outDir: path.resolve(here, '../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    // Monaco, which only the explorer loads, is one chunk of several megabytes.
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: {
      onLog(level, log, handle) {
        // Directives for a compiler that we do not run.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
      input: {
        index: path.join(here, 'index.html'),
        graphiql: path.join(here, 'graphiql.html'),
      },
    },
  },
  server: {
    proxy: {
      '/graphql': { target: 'http://127.0.0.1:4000', ws: true },
      '/demo.json': 'http://127.0.0.1:4000',
    },
  },
});
