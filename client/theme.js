// Stands in the page itself (vite.config.ts), so that the first paint waits for no file; the server allows it by its hash. Keeps the same key as
// features/app/preferences.ts.
try {
  const theme = localStorage.getItem('parley.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; then the system's choice holds.
}
