import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, minifySync, type Plugin } from 'vite';

const server = 'http://127.0.0.1:3000';

export default defineConfig({
  root: 'client',
  plugins: [react(), lexerAlone(), namesLetGo(), themeInPage(), besideSight(), compressed()],
  builder: {
    async buildApp({ build, environments: { client, ssr } }) {
      for (const each of [client, ssr]) if (each !== undefined) await build(each);
    },
  },
  // What the server draws a conversation with. It stands alone: the server needs no package for it.
  environments: {
    ssr: {
      define: { 'process.env.NODE_ENV': '"production"', 'typeof document': '"undefined"' },
      resolve: { noExternal: true },
      build: { ssr: 'sight.tsx', outDir: '../dist/sight', copyPublicDir: false, minify: true, ssrEmitAssets: true },
    },
  },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // One file for sign-in and conversation: 200 KB at most with gzip (`npm run bench -- bundle`), and in many files it would be more.
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: { codeSplitting: { groups: [{ name: 'app', test: /client\/main\.tsx$/ }] } },
    },
    chunkSizeWarningLimit: 660,
  },
  server: {
    host: '127.0.0.1',
    // The page comes from Vite here, so the server is told the origin it knows.
    proxy: {
      '/trpc': { target: server, ws: true, headers: { origin: server } },
      '/files': { target: server, headers: { origin: server } },
    },
  },
});

/**
 * Of `marked` the app uses the lexer. Its module also makes an instance at once, so that parser and renderer (3 KB with gzip) cannot be told to be
 * unused; here it ends before that. A release that ends in another way is taken whole.
 */
function lexerAlone(): Plugin {
  const rest = /var \w+=new \w+;function \w+\(\w+,\w+\)\{return [^]*?export\{[^}]*?\b(\w+) as Lexer\b[^}]*\};?/;
  return {
    name: 'lexer-alone',
    apply: 'build',
    transform: { filter: { id: /marked\.esm\.js$/ }, handler: (code) => ({ code: code.replace(rest, 'export{$1 as Lexer};'), map: null }) },
  };
}

/** Radix is published so that every function keeps its name, which nothing here asks for: 5 KB of all with gzip. */
function namesLetGo(): Plugin {
  return {
    name: 'names-let-go',
    apply: 'build',
    transform: {
      filter: { id: /@radix-ui\/.*\.mjs$/, code: /__name\(/ },
      handler(code) {
        const cuts: [from: number, to: number][] = [];
        JSON.stringify(this.parse(code), (_key, node) => {
          if (node?.type === 'CallExpression' && node.callee.name === '__name') {
            const [named] = node.arguments;
            cuts.push([node.start, node.start + '__name'.length], [named.end, node.end - 1]);
          }
          return node;
        });
        const kept = cuts.toSorted(([a], [b]) => b - a).reduce((text, [from, to]) => text.slice(0, from) + text.slice(to), code);
        return { code: kept, map: null };
      },
    },
  };
}

const inPage = async (file: string) => minifySync(file, await readFile(path.join('client', file), 'utf8')).code;

/** What the first paint waits for is in the page itself. */
function themeInPage(): Plugin {
  return {
    name: 'theme-in-page',
    transformIndexHtml: {
      order: 'pre',
      handler: async (html) => html.replace('<script src="/theme.js"></script>', `<script>${await inPage('theme.js')}</script>`),
    },
  };
}

/** What stands beside what the server draws, for the server to put there: its script and its styles. The fonts lie where the client has them. */
function besideSight(): Plugin {
  return {
    name: 'beside-sight',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'ssr',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        for (const [name, file] of Object.entries(bundle)) {
          if (file.type === 'chunk') continue;
          delete bundle[name];
          if (name.endsWith('.css')) this.emitFile({ type: 'asset', fileName: 'sight.css', source: file.source });
        }
        this.emitFile({ type: 'asset', fileName: 'begin.js', source: await inPage('begin.js') });
      },
    },
  };
}

/** Scripts and styles also as they go over the wire, so that the server need not do it for each request. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    async writeBundle({ dir = '' }, bundle) {
      const files = Object.values(bundle).filter(({ fileName }) => /\.(js|css)$/.test(fileName));
      await Promise.all(
        files.map(async (file) => {
          const text = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          const to = path.join(dir, file.fileName);
          await writeFile(`${to}.br`, await promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
          await writeFile(`${to}.gz`, await promisify(gzip)(text, { level: 9 }));
        }),
      );
    },
  };
}
