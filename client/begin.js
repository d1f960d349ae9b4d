// Beside what the server drew of a conversation, in the page itself. Where the app will begin elsewhere (at a message that the address names, or where
// one left), that is taken away; else the app starts when it has been painted. Keeps the same key as features/conversation/scroll-keeper.ts.
const { app, styles, conversation } = document.currentScript.dataset;
let elsewhere = location.hash.length > 1;
try {
  elsewhere ||= sessionStorage.getItem(`parley.place.${conversation}`) !== null;
} catch {
  // Storage may be forbidden; then nobody's place is known.
}
if (elsewhere) document.querySelector('#sight').remove();

let started = false;
const start = () => {
  if (started) return;
  started = true;
  // The page has those of what is drawn; the app stands on all of them.
  const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', crossOrigin: '', href: styles });
  sheet.onload = sheet.onerror = () => app.split(' ').forEach((file) => void import(file));
  document.head.append(sheet);
};
if (elsewhere || document.hidden) start();
else {
  // The second frame begins when the first is on the screen; what it draws itself goes first.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(start)));
  // A page that is put aside meanwhile has no frames.
  setTimeout(start, 500);
}
