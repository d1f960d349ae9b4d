/** `npm run dev`: the server, started again when its files change, and Vite with the web app in front of it. Ends both together. */
import { spawn } from 'node:child_process';

const parts = [
  spawn(process.execPath, ['--watch', '--watch-preserve-output', 'server/main.ts'], { stdio: 'inherit' }),
  spawn(process.execPath, ['node_modules/vite/bin/vite.js'], { stdio: 'inherit' }),
];

const stop = () => parts.forEach((part) => part.kill('SIGTERM'));
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const part of parts) part.on('exit', stop);
