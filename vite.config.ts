import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:3000';

export default defineConfig({
  root: 'client',
  plugins: [react()],
  // One chunk for sign-in and conversation, measured in gzip: 200 KB at most.
  build: { outDir: '../dist/client', emptyOutDir: true, chunkSizeWarningLimit: 640 },
  server: {
    host: '127.0.0.1',
    // The page comes from Vite here, so the server is told the origin it knows.
    proxy: { '/trpc': { target: server, ws: true, headers: { origin: server } } },
  },
});
