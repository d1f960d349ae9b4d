import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = 'http://127.0.0.1:3000';

export default defineConfig({
  root: 'client',
  plugins: [react(), lexerAlone()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // One file for sign-in and conversation: 200 KB at most with gzip (`npm run bench -- bundle`), and in many files it would be more.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'app', test: /client\/main\.tsx$/ }] } } },
    chunkSizeWarningLimit: 660,
  },
  server: {
    host: '127.0.0.1',
    // The page comes from Vite here, so the server is told the origin it knows.
    proxy: { '/trpc': { target: server, ws: true, headers: { origin: server } } },
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
