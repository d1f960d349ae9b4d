// Runs before the first paint, as a file of its own because the page allows no inline script. Keeps the same key as features/app/preferences.ts.
try {
  const theme = localStorage.getItem('parley.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; then the system's choice holds.
}
